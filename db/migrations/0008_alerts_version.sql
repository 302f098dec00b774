CREATE TABLE `versions` (
	`company_id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
-- With its basis a row takes more than a kilobyte. Without a rowid that is more than a page of the tree keeps of it, and each
-- step of a search read it whole; emptied and filled again rather than renamed, because views and triggers name it.
CREATE TABLE forecasts_before AS SELECT company_id, product_id, warehouse_id, movement_id, computed_at, velocity, method, confidence, window_days, in_stock_days, plain_mean, cover_days, p10_days, p90_days, first_stockout_day, run_out_day, reorder_point, order_up_to, suggested_raw, suggested_raised, suggested, incoming, next_arrival_day, supplier_id, lead_days, basis FROM forecasts;
--> statement-breakpoint
DROP TABLE forecasts;
--> statement-breakpoint
CREATE TABLE `forecasts` (
	`company_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`movement_id` integer NOT NULL,
	`computed_at` integer NOT NULL,
	`velocity` real NOT NULL,
	`method` text NOT NULL,
	`confidence` text NOT NULL,
	`window_days` integer NOT NULL,
	`in_stock_days` real NOT NULL,
	`plain_mean` real NOT NULL,
	`cover_days` real,
	`p10_days` real,
	`p90_days` real,
	`first_stockout_day` integer,
	`run_out_day` integer,
	`reorder_point` integer NOT NULL,
	`order_up_to` real NOT NULL,
	`suggested_raw` real NOT NULL,
	`suggested_raised` real NOT NULL,
	`suggested` integer NOT NULL,
	`incoming` integer NOT NULL,
	`next_arrival_day` integer,
	`supplier_id` integer,
	`lead_days` integer NOT NULL,
	`spread` text GENERATED ALWAYS AS (case when json_valid(basis) then basis -> '$.spread' end) STORED,
	`basis` text NOT NULL,
	PRIMARY KEY(`company_id`, `product_id`, `warehouse_id`),
	FOREIGN KEY (`company_id`,`product_id`,`warehouse_id`) REFERENCES `inventory`(`company_id`,`product_id`,`warehouse_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "forecast_method_known" CHECK("forecasts"."method" in ('adaptive', 'mean_30')),
	CONSTRAINT "forecast_confidence_known" CHECK("forecasts"."confidence" in ('high', 'medium', 'low')),
	CONSTRAINT "forecast_in_stock_range" CHECK("forecasts"."in_stock_days" between 0 and "forecasts"."window_days"),
	CONSTRAINT "forecast_reorder_range" CHECK("forecasts"."reorder_point" >= 0 and "forecasts"."suggested" >= 0 and "forecasts"."incoming" >= 0),
	CONSTRAINT "forecast_basis_json" CHECK(json_valid("forecasts"."basis"))
) STRICT;
--> statement-breakpoint
INSERT INTO forecasts (company_id, product_id, warehouse_id, movement_id, computed_at, velocity, method, confidence, window_days, in_stock_days, plain_mean, cover_days, p10_days, p90_days, first_stockout_day, run_out_day, reorder_point, order_up_to, suggested_raw, suggested_raised, suggested, incoming, next_arrival_day, supplier_id, lead_days, basis) SELECT company_id, product_id, warehouse_id, movement_id, computed_at, velocity, method, confidence, window_days, in_stock_days, plain_mean, cover_days, p10_days, p90_days, first_stockout_day, run_out_day, reorder_point, order_up_to, suggested_raw, suggested_raised, suggested, incoming, next_arrival_day, supplier_id, lead_days, basis FROM forecasts_before;
--> statement-breakpoint
DROP TABLE forecasts_before;
--> statement-breakpoint
-- The time of the computation comes along, and by it inventory_rules_touch knows that the worker is at this place anyway.
CREATE TRIGGER new_forecast_stands_in AFTER INSERT ON forecasts
  WHEN (SELECT reorder_point_stands_in FROM companies WHERE id = NEW.company_id) BEGIN
  UPDATE inventory SET threshold = r.threshold, velocity_computed_at = NEW.computed_at FROM inventory_rules r
    WHERE r.company_id = NEW.company_id AND r.product_id = NEW.product_id AND r.warehouse_id = NEW.warehouse_id
      AND inventory.company_id = NEW.company_id AND inventory.product_id = NEW.product_id
      AND inventory.warehouse_id = NEW.warehouse_id AND inventory.threshold IS NOT r.threshold;
END;
--> statement-breakpoint
CREATE TRIGGER forecast_stands_in AFTER UPDATE OF reorder_point, velocity ON forecasts
  WHEN (NEW.reorder_point <> OLD.reorder_point OR (NEW.velocity > 0) <> (OLD.velocity > 0))
    AND (SELECT reorder_point_stands_in FROM companies WHERE id = NEW.company_id) BEGIN
  UPDATE inventory SET threshold = r.threshold, velocity_computed_at = NEW.computed_at FROM inventory_rules r
    WHERE r.company_id = NEW.company_id AND r.product_id = NEW.product_id AND r.warehouse_id = NEW.warehouse_id
      AND inventory.company_id = NEW.company_id AND inventory.product_id = NEW.product_id
      AND inventory.warehouse_id = NEW.warehouse_id AND inventory.threshold IS NOT r.threshold;
END;
--> statement-breakpoint
-- A company's version changes with everything that its alerts may say, in the transaction that changes it, and with little
-- else: what is not low is in no alert. It is a time, so that a restored backup does not come to a version that was there.
CREATE VIEW changed_alerts AS SELECT company_id FROM versions;
--> statement-breakpoint
CREATE TRIGGER alerts_take_version INSTEAD OF INSERT ON changed_alerts BEGIN
  INSERT INTO versions (company_id, version) VALUES (NEW.company_id, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET version = max(version + 1, excluded.version);
END;
--> statement-breakpoint
CREATE TRIGGER new_inventory_changes_alerts AFTER INSERT ON inventory
  WHEN (NEW.is_listed AND NEW.on_hand <= NEW.threshold) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER inventory_changes_alerts AFTER UPDATE ON inventory
  WHEN ((OLD.is_listed AND OLD.on_hand <= OLD.threshold) OR (NEW.is_listed AND NEW.on_hand <= NEW.threshold))
    AND (NEW.on_hand, NEW.threshold, NEW.is_listed, NEW.low_stock_threshold, NEW.velocity, NEW.velocity_computed_at, NEW.out_since_day) IS NOT (OLD.on_hand, OLD.threshold, OLD.is_listed, OLD.low_stock_threshold, OLD.velocity, OLD.velocity_computed_at, OLD.out_since_day) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER new_demand_changes_alerts AFTER INSERT ON daily_demand
  WHEN NEW.sold <> 0 AND EXISTS (SELECT 1 FROM inventory WHERE company_id = NEW.company_id AND product_id = NEW.product_id
    AND warehouse_id = NEW.warehouse_id AND is_listed AND on_hand <= threshold) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER demand_changes_alerts AFTER UPDATE ON daily_demand
  WHEN NEW.sold <> OLD.sold AND EXISTS (SELECT 1 FROM inventory WHERE company_id = NEW.company_id AND product_id = NEW.product_id
    AND warehouse_id = NEW.warehouse_id AND is_listed AND on_hand <= threshold) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER deleted_demand_changes_alerts AFTER DELETE ON daily_demand
  WHEN OLD.sold <> 0 AND EXISTS (SELECT 1 FROM inventory WHERE company_id = OLD.company_id AND product_id = OLD.product_id
    AND warehouse_id = OLD.warehouse_id AND is_listed AND on_hand <= threshold) BEGIN
  INSERT INTO changed_alerts VALUES (OLD.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER new_forecast_changes_alerts AFTER INSERT ON forecasts
  WHEN EXISTS (SELECT 1 FROM inventory WHERE company_id = NEW.company_id AND product_id = NEW.product_id
    AND warehouse_id = NEW.warehouse_id AND is_listed AND on_hand <= threshold) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER forecast_changes_alerts AFTER UPDATE ON forecasts
  WHEN (NEW.velocity, NEW.confidence, NEW.in_stock_days, NEW.first_stockout_day, NEW.reorder_point, NEW.suggested, NEW.incoming, NEW.next_arrival_day, NEW.supplier_id, NEW.lead_days, NEW.basis)
      IS NOT (OLD.velocity, OLD.confidence, OLD.in_stock_days, OLD.first_stockout_day, OLD.reorder_point, OLD.suggested, OLD.incoming, OLD.next_arrival_day, OLD.supplier_id, OLD.lead_days, OLD.basis)
    AND EXISTS (SELECT 1 FROM inventory WHERE company_id = NEW.company_id AND product_id = NEW.product_id
    AND warehouse_id = NEW.warehouse_id AND is_listed AND on_hand <= threshold) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER deleted_forecast_changes_alerts AFTER DELETE ON forecasts
  WHEN EXISTS (SELECT 1 FROM inventory WHERE company_id = OLD.company_id AND product_id = OLD.product_id
    AND warehouse_id = OLD.warehouse_id AND is_listed AND on_hand <= threshold) BEGIN
  INSERT INTO changed_alerts VALUES (OLD.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER company_changes_alerts AFTER UPDATE ON companies
  WHEN (NEW.window_days, NEW.low_stock_threshold, NEW.reorder_point_stands_in) IS NOT (OLD.window_days, OLD.low_stock_threshold, OLD.reorder_point_stands_in) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.id);
END;
--> statement-breakpoint
CREATE TRIGGER product_type_changes_alerts AFTER UPDATE ON product_types
  WHEN NEW.low_stock_threshold IS NOT OLD.low_stock_threshold BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER product_changes_alerts AFTER UPDATE ON products
  WHEN (NEW.name, NEW.sku, NEW.low_stock_threshold, NEW.product_type_id) IS NOT (OLD.name, OLD.sku, OLD.low_stock_threshold, OLD.product_type_id) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER warehouse_changes_alerts AFTER UPDATE ON warehouses
  WHEN NEW.name <> OLD.name BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER supplier_changes_alerts AFTER UPDATE ON suppliers
  WHEN (NEW.name, NEW.contact_email, NEW.lead_time_days, NEW.is_active) IS NOT (OLD.name, OLD.contact_email, OLD.lead_time_days, OLD.is_active) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER new_terms_change_alerts AFTER INSERT ON terms
  WHEN NEW.is_active BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER terms_change_alerts AFTER UPDATE ON terms
  WHEN (NEW.supplier_id, NEW.product_id, NEW.is_primary, NEW.lead_time_days, NEW.is_active) IS NOT (OLD.supplier_id, OLD.product_id, OLD.is_primary, OLD.lead_time_days, OLD.is_active) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER deleted_terms_change_alerts AFTER DELETE ON terms
  WHEN OLD.is_active BEGIN
  INSERT INTO changed_alerts VALUES (OLD.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER new_shortage_changes_alerts AFTER INSERT ON shortages BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER shortage_changes_alerts AFTER UPDATE ON shortages
  WHEN (NEW.status, NEW.held_by, NEW.snoozed_until, NEW.note) IS NOT (OLD.status, OLD.held_by, OLD.snoozed_until, OLD.note) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER order_changes_alerts AFTER UPDATE ON orders
  WHEN (NEW.number, NEW.status, NEW.expected_day) IS NOT (OLD.number, OLD.status, OLD.expected_day) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER new_order_line_changes_alerts AFTER INSERT ON order_lines
  WHEN NEW.shortage_id IS NOT NULL BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER order_line_changes_alerts AFTER UPDATE ON order_lines
  WHEN (NEW.order_id, NEW.shortage_id, NEW.quantity, NEW.received) IS NOT (OLD.order_id, OLD.shortage_id, OLD.quantity, OLD.received) BEGIN
  INSERT INTO changed_alerts VALUES (NEW.company_id);
END;
--> statement-breakpoint
CREATE TRIGGER deleted_order_line_changes_alerts AFTER DELETE ON order_lines
  WHEN OLD.shortage_id IS NOT NULL BEGIN
  INSERT INTO changed_alerts VALUES (OLD.company_id);
END;
