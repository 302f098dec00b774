ALTER TABLE `companies` ADD `reorder_point_stands_in` integer DEFAULT false NOT NULL CONSTRAINT "company_reorder_point_stands_in_flag" CHECK("reorder_point_stands_in" in (0, 1));
--> statement-breakpoint
-- Where nobody set a threshold, a company may let the computed reorder point stand in for what sells. Companies first: most
-- do not, and then no forecast is read. A reorder point can be higher than any threshold may.

CREATE VIEW stand_ins AS
  SELECT c.id AS company_id, f.product_id, f.warehouse_id, min(f.reorder_point, 1000000000) AS threshold
  FROM companies c CROSS JOIN forecasts f ON f.company_id = c.id WHERE c.reorder_point_stands_in AND f.velocity > 0;
--> statement-breakpoint
DROP VIEW inventory_rules;
--> statement-breakpoint
CREATE VIEW inventory_rules AS
  SELECT i.company_id, i.product_id, i.warehouse_id,
    coalesce(i.low_stock_threshold, p.low_stock_threshold, t.low_stock_threshold, c.low_stock_threshold,
      (SELECT s.threshold FROM stand_ins s
        WHERE s.company_id = i.company_id AND s.product_id = i.product_id AND s.warehouse_id = i.warehouse_id)) AS threshold,
    CASE WHEN i.low_stock_threshold IS NOT NULL THEN 'warehouse' WHEN p.low_stock_threshold IS NOT NULL THEN 'product'
      WHEN t.low_stock_threshold IS NOT NULL THEN 'product_type' WHEN c.low_stock_threshold IS NOT NULL THEN 'company'
      WHEN EXISTS (SELECT 1 FROM stand_ins s
        WHERE s.company_id = i.company_id AND s.product_id = i.product_id AND s.warehouse_id = i.warehouse_id) THEN 'reorder_point' END
      AS threshold_source,
    (p.is_active AND w.is_active AND c.is_active) AS is_listed
  FROM inventory i
    JOIN products p ON p.company_id = i.company_id AND p.id = i.product_id
    JOIN warehouses w ON w.company_id = i.company_id AND w.id = i.warehouse_id
    JOIN companies c ON c.id = i.company_id
    LEFT JOIN product_types t ON t.company_id = p.company_id AND t.id = p.product_type_id;
--> statement-breakpoint
DROP TRIGGER company_applies_rules;
--> statement-breakpoint
CREATE TRIGGER company_applies_rules AFTER UPDATE OF low_stock_threshold, reorder_point_stands_in, is_active ON companies
  WHEN NEW.low_stock_threshold IS NOT OLD.low_stock_threshold OR NEW.reorder_point_stands_in <> OLD.reorder_point_stands_in
    OR NEW.is_active <> OLD.is_active BEGIN
  UPDATE inventory SET (threshold, is_listed) = (SELECT r.threshold, r.is_listed FROM inventory_rules r
      WHERE r.company_id = inventory.company_id AND r.product_id = inventory.product_id AND r.warehouse_id = inventory.warehouse_id)
    WHERE company_id = NEW.id;
END;
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
DROP TRIGGER inventory_rules_touch;
--> statement-breakpoint
CREATE TRIGGER inventory_rules_touch AFTER UPDATE OF threshold, is_listed ON inventory
  WHEN (NEW.threshold IS NOT OLD.threshold OR NEW.is_listed <> OLD.is_listed)
    AND NEW.velocity_computed_at IS OLD.velocity_computed_at BEGIN
  INSERT INTO touched VALUES (NEW.company_id, NEW.product_id, NEW.warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
