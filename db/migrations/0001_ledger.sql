-- The ledger's rules. A movement is the only way to change stock: these triggers post it, and refuse whatever
-- else would make stock and history disagree. Each refusal is a stable name that db/fault.ts turns into a sentence.
-- Names are raised before foreign keys, because SQLite does not say which foreign key failed.

CREATE TRIGGER movement_is_allowed BEFORE INSERT ON movements BEGIN
  SELECT RAISE(ABORT, 'movements_are_append_only') WHERE NEW.id IN (SELECT id FROM movements WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'balance_is_computed') WHERE NEW.balance IS NOT NULL;
  SELECT CASE (SELECT kind FROM products WHERE company_id = NEW.company_id AND id = NEW.product_id)
    WHEN 'product' THEN NULL WHEN 'bundle' THEN RAISE(ABORT, 'product_is_bundle') ELSE RAISE(ABORT, 'product_not_found') END;
  SELECT RAISE(ABORT, 'warehouse_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM warehouses WHERE company_id = NEW.company_id AND id = NEW.warehouse_id);
  SELECT RAISE(ABORT, 'stock_changed') WHERE NEW.expected <> coalesce((SELECT on_hand FROM inventory
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id), 0);
  SELECT RAISE(ABORT, 'insufficient_stock') WHERE NEW.quantity < 0 AND NEW.quantity + coalesce((SELECT on_hand FROM inventory
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id), 0) < 0;
END;
--> statement-breakpoint
CREATE TRIGGER reversal_is_allowed BEFORE INSERT ON movements WHEN NEW.reverses_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'movement_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM movements WHERE company_id = NEW.company_id AND id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'already_reversed') WHERE EXISTS (SELECT 1 FROM movements WHERE reverses_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'not_reversible') FROM movements WHERE company_id = NEW.company_id AND id = NEW.reverses_id AND (
    reverses_id IS NOT NULL OR transfer_id IS NOT NULL OR quantity = 0
    OR (SELECT coalesce(sum(r.quantity), 0) FROM movements r WHERE r.sale_id = NEW.reverses_id) > 0
    OR NEW.quantity <> -quantity OR NEW.product_id <> product_id OR NEW.warehouse_id <> warehouse_id OR NEW.type <> type
    OR NEW.bundle_sale_id IS NOT bundle_sale_id OR NEW.sale_id IS NOT sale_id);
END;
--> statement-breakpoint
CREATE TRIGGER return_is_allowed BEFORE INSERT ON movements WHEN NEW.sale_id IS NOT NULL AND NEW.reverses_id IS NULL BEGIN
  SELECT RAISE(ABORT, 'sale_not_found') WHERE NOT EXISTS (SELECT 1 FROM movements
    WHERE company_id = NEW.company_id AND id = NEW.sale_id AND type = 'sale' AND reverses_id IS NULL AND product_id = NEW.product_id);
  SELECT RAISE(ABORT, 'return_exceeds_sale') WHERE EXISTS (SELECT 1 FROM movements WHERE reverses_id = NEW.sale_id)
    OR NEW.quantity + (SELECT coalesce(sum(quantity), 0) FROM movements WHERE sale_id = NEW.sale_id)
      > (SELECT -quantity FROM movements WHERE id = NEW.sale_id);
END;
--> statement-breakpoint
CREATE TRIGGER movement_cites_its_company BEFORE INSERT ON movements
  WHEN coalesce(NEW.bundle_sale_id, NEW.transfer_id, NEW.count_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'bundle_sale_not_found') WHERE NEW.bundle_sale_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM bundle_sales WHERE company_id = NEW.company_id AND id = NEW.bundle_sale_id);
  SELECT RAISE(ABORT, 'transfer_not_found') WHERE NEW.transfer_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM transfers WHERE company_id = NEW.company_id AND id = NEW.transfer_id);
  SELECT RAISE(ABORT, 'count_not_found') WHERE NEW.count_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM counts WHERE company_id = NEW.company_id AND id = NEW.count_id);
END;
--> statement-breakpoint
-- Insert a zero row, then update: an upsert that adds a negative quantity would fail its own CHECK.
-- Demand lands on the day and warehouse of the sale that is reversed or returned, stock where and when the goods moved.
-- OR IGNORE reaches into triggers and skips a step that a constraint refuses, so each step is asked whether it happened.
CREATE TRIGGER movement_posts AFTER INSERT ON movements BEGIN
  SELECT RAISE(ABORT, 'movement_id_range') WHERE NEW.id NOT BETWEEN 1 AND 9007199254740991;
  INSERT INTO inventory (company_id, product_id, warehouse_id) SELECT NEW.company_id, NEW.product_id, NEW.warehouse_id
    WHERE NOT EXISTS (SELECT 1 FROM inventory
      WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id);
  UPDATE inventory SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id,
      out_since_day = CASE WHEN on_hand + NEW.quantity <= 0 THEN coalesce(out_since_day, max(NEW.day, coalesce((SELECT day FROM daily_demand
        WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id
        ORDER BY day DESC LIMIT 1), NEW.day))) END
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id;
  SELECT RAISE(ABORT, 'stock_range') WHERE changes() = 0;
  UPDATE movements SET balance = (SELECT on_hand FROM inventory
      WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id)
    WHERE id = NEW.id;
  INSERT INTO daily_demand (company_id, product_id, warehouse_id, day, sold, net)
    VALUES (NEW.company_id, NEW.product_id, NEW.warehouse_id, NEW.day,
      CASE WHEN NEW.type IN ('sale', 'return') AND coalesce(NEW.sale_id, NEW.reverses_id) IS NULL THEN -NEW.quantity ELSE 0 END,
      NEW.quantity)
    ON CONFLICT DO UPDATE SET sold = sold + excluded.sold, net = net + excluded.net;
  INSERT INTO daily_demand (company_id, product_id, warehouse_id, day, sold)
    SELECT company_id, product_id, warehouse_id, day, -NEW.quantity FROM movements
    WHERE id = coalesce(NEW.sale_id, NEW.reverses_id) AND NEW.type IN ('sale', 'return')
    ON CONFLICT DO UPDATE SET sold = sold + excluded.sold;
  INSERT INTO dirty (company_id, product_id, warehouse_id, movement_id, since)
    VALUES (NEW.company_id, NEW.product_id, NEW.warehouse_id, NEW.id, NEW.recorded_at)
    ON CONFLICT DO UPDATE SET movement_id = excluded.movement_id;
  INSERT INTO dirty (company_id, product_id, warehouse_id, movement_id, since)
    SELECT company_id, product_id, warehouse_id, NEW.id, NEW.recorded_at FROM movements
    WHERE id = NEW.sale_id AND warehouse_id <> NEW.warehouse_id
    ON CONFLICT DO UPDATE SET movement_id = excluded.movement_id;
END;
--> statement-breakpoint
CREATE TRIGGER movements_stay BEFORE DELETE ON movements BEGIN
  SELECT RAISE(ABORT, 'movements_are_append_only');
END;
--> statement-breakpoint
-- Only while it is being posted has a movement no balance. Without a list of columns, because `SET rowid` is in none.
CREATE TRIGGER movements_do_not_change BEFORE UPDATE ON movements WHEN OLD.balance IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'movements_are_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER inventory_starts_empty BEFORE INSERT ON inventory
  WHEN NEW.on_hand <> 0 OR NEW.last_movement_id <> 0 OR EXISTS (SELECT 1 FROM inventory
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id) BEGIN
  SELECT RAISE(ABORT, 'stock_changes_only_through_movements');
END;
--> statement-breakpoint
CREATE TRIGGER inventory_names_both_sides BEFORE INSERT ON inventory BEGIN
  SELECT CASE (SELECT kind FROM products WHERE company_id = NEW.company_id AND id = NEW.product_id)
    WHEN 'product' THEN NULL WHEN 'bundle' THEN RAISE(ABORT, 'product_is_bundle') ELSE RAISE(ABORT, 'product_not_found') END;
  SELECT RAISE(ABORT, 'warehouse_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM warehouses WHERE company_id = NEW.company_id AND id = NEW.warehouse_id);
END;
--> statement-breakpoint
-- On hand may cite a newer movement of exactly that size, or return to what the movements add up to (rebuild); nothing else.
-- IS NOT TRUE, because OR REPLACE turns a NULL into the column's default after this has looked at it.
CREATE TRIGGER inventory_follows_movements
  BEFORE UPDATE OF company_id, product_id, warehouse_id, on_hand, last_movement_id ON inventory
  WHEN (NEW.company_id = OLD.company_id AND NEW.product_id = OLD.product_id AND NEW.warehouse_id = OLD.warehouse_id
    AND ((NEW.last_movement_id > OLD.last_movement_id AND NEW.on_hand - OLD.on_hand = (SELECT quantity FROM movements
        WHERE id = NEW.last_movement_id AND company_id = NEW.company_id AND product_id = NEW.product_id
          AND warehouse_id = NEW.warehouse_id))
      OR (NEW.on_hand, NEW.last_movement_id) = (SELECT coalesce(sum(quantity), 0), coalesce(max(id), 0) FROM movements
        WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id))) IS NOT TRUE BEGIN
  SELECT RAISE(ABORT, 'stock_changes_only_through_movements');
END;
--> statement-breakpoint
CREATE TRIGGER inventory_stays BEFORE DELETE ON inventory BEGIN
  SELECT RAISE(ABORT, 'stock_changes_only_through_movements');
END;
--> statement-breakpoint
CREATE TRIGGER bundle_sale_is_allowed BEFORE INSERT ON bundle_sales BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM bundle_sales WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'bundle_not_found') WHERE NOT EXISTS (SELECT 1 FROM components
    WHERE company_id = NEW.company_id AND bundle_id = NEW.bundle_id);
  SELECT RAISE(ABORT, 'warehouse_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM warehouses WHERE company_id = NEW.company_id AND id = NEW.warehouse_id);
END;
--> statement-breakpoint
CREATE TRIGGER bundle_sale_posts AFTER INSERT ON bundle_sales BEGIN
  INSERT INTO movements (company_id, product_id, warehouse_id, type, quantity, actor, reason, reference, occurred_at, recorded_at, day, bundle_sale_id)
    SELECT NEW.company_id, product_id, NEW.warehouse_id, 'sale', -quantity * NEW.quantity, NEW.actor, NEW.reason, NEW.reference,
      NEW.occurred_at, NEW.recorded_at, NEW.day, NEW.id
    FROM components WHERE company_id = NEW.company_id AND bundle_id = NEW.bundle_id ORDER BY product_id;
  SELECT RAISE(ABORT, 'recorded_only_with_its_movements')
    WHERE changes() <> (SELECT count(*) FROM components WHERE company_id = NEW.company_id AND bundle_id = NEW.bundle_id);
END;
--> statement-breakpoint
CREATE TRIGGER count_is_allowed BEFORE INSERT ON counts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM counts WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'warehouse_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM warehouses WHERE company_id = NEW.company_id AND id = NEW.warehouse_id);
END;
--> statement-breakpoint
-- A count settles what was there. An older one that comes after it would correct the same difference once more.
CREATE TRIGGER count_line_is_allowed BEFORE INSERT ON count_lines BEGIN
  SELECT RAISE(ABORT, 'count_superseded') WHERE EXISTS (SELECT 1 FROM counts c
    JOIN count_lines l ON l.company_id = NEW.company_id AND l.product_id = NEW.product_id
    JOIN counts n ON n.company_id = l.company_id AND n.id = l.count_id AND n.warehouse_id = c.warehouse_id
    WHERE c.company_id = NEW.company_id AND c.id = NEW.count_id AND n.occurred_at > c.occurred_at);
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM count_lines
    WHERE company_id = NEW.company_id AND count_id = NEW.count_id AND product_id = NEW.product_id);
  SELECT CASE (SELECT kind FROM products WHERE company_id = NEW.company_id AND id = NEW.product_id)
    WHEN 'product' THEN NULL WHEN 'bundle' THEN RAISE(ABORT, 'product_is_bundle') ELSE RAISE(ABORT, 'product_not_found') END;
END;
--> statement-breakpoint
-- Expected is what the ledger says was there when the count was taken: on hand less all that happened since. What happened
-- since was also recorded since (but for five minutes of clock error), so the walk back from the newest movement is short.
CREATE TRIGGER count_line_posts AFTER INSERT ON count_lines BEGIN
  UPDATE count_lines SET expected = coalesce((SELECT i.on_hand - (SELECT coalesce(sum(m.quantity), 0) FROM movements m
        WHERE m.company_id = i.company_id AND m.product_id = i.product_id AND m.warehouse_id = i.warehouse_id
          AND m.occurred_at > c.occurred_at AND c.occurred_at < c.recorded_at
          AND m.id > coalesce((SELECT o.id FROM movements o
            WHERE o.company_id = i.company_id AND o.product_id = i.product_id AND o.warehouse_id = i.warehouse_id
              AND o.recorded_at < c.occurred_at - 300000 ORDER BY o.id DESC LIMIT 1), 0))
      FROM counts c JOIN inventory i ON i.company_id = c.company_id AND i.product_id = NEW.product_id AND i.warehouse_id = c.warehouse_id
      WHERE c.company_id = NEW.company_id AND c.id = NEW.count_id), 0)
    WHERE company_id = NEW.company_id AND count_id = NEW.count_id AND product_id = NEW.product_id;
  INSERT INTO inventory (company_id, product_id, warehouse_id)
    SELECT c.company_id, NEW.product_id, c.warehouse_id FROM counts c
    WHERE c.company_id = NEW.company_id AND c.id = NEW.count_id AND NOT EXISTS (SELECT 1 FROM inventory i
      WHERE i.company_id = c.company_id AND i.product_id = NEW.product_id AND i.warehouse_id = c.warehouse_id);
  INSERT INTO movements (company_id, product_id, warehouse_id, type, quantity, actor, reason, reference, occurred_at, recorded_at, day, count_id)
    SELECT c.company_id, l.product_id, c.warehouse_id, 'count', l.counted - l.expected, c.actor, c.reason, c.reference,
      c.occurred_at, c.recorded_at, c.day, c.id
    FROM count_lines l JOIN counts c ON c.company_id = l.company_id AND c.id = l.count_id
    WHERE l.company_id = NEW.company_id AND l.count_id = NEW.count_id AND l.product_id = NEW.product_id AND l.counted <> l.expected;
  SELECT RAISE(ABORT, 'recorded_only_with_its_movements') FROM count_lines WHERE changes() = 0 AND counted <> expected
    AND company_id = NEW.company_id AND count_id = NEW.count_id AND product_id = NEW.product_id;
END;
--> statement-breakpoint
CREATE TRIGGER transfer_is_allowed BEFORE INSERT ON transfers BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'warehouse_not_found')
    WHERE (SELECT count(*) FROM warehouses WHERE company_id = NEW.company_id AND id IN (NEW.from_warehouse_id, NEW.to_warehouse_id))
      < CASE WHEN NEW.from_warehouse_id = NEW.to_warehouse_id THEN 1 ELSE 2 END;
END;
--> statement-breakpoint
CREATE TRIGGER transfer_line_is_allowed BEFORE INSERT ON transfer_lines BEGIN
  SELECT RAISE(ABORT, 'stock_changes_only_through_movements') WHERE NEW.arrived <> 0 OR NEW.returned <> 0;
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM transfer_lines
    WHERE company_id = NEW.company_id AND transfer_id = NEW.transfer_id AND product_id = NEW.product_id);
END;
--> statement-breakpoint
CREATE TRIGGER transfer_line_posts AFTER INSERT ON transfer_lines BEGIN
  INSERT INTO movements (company_id, product_id, warehouse_id, type, quantity, actor, reason, reference, occurred_at, recorded_at, day, transfer_id)
    SELECT company_id, NEW.product_id, from_warehouse_id, 'transfer_out', -NEW.quantity, actor, reason, reference, occurred_at, recorded_at, day, id
    FROM transfers WHERE company_id = NEW.company_id AND id = NEW.transfer_id;
  SELECT RAISE(ABORT, 'recorded_only_with_its_movements') WHERE changes() = 0;
END;
--> statement-breakpoint
CREATE TRIGGER arrival_is_allowed BEFORE INSERT ON arrivals BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM arrivals WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'transfer_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM transfers WHERE company_id = NEW.company_id AND id = NEW.transfer_id);
  SELECT RAISE(ABORT, 'transfer_is_complete') WHERE NOT EXISTS (SELECT 1 FROM transfer_lines
    WHERE company_id = NEW.company_id AND transfer_id = NEW.transfer_id AND arrived + returned < quantity);
END;
--> statement-breakpoint
CREATE TRIGGER arrival_line_is_allowed BEFORE INSERT ON arrival_lines BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM arrival_lines
    WHERE company_id = NEW.company_id AND arrival_id = NEW.arrival_id AND product_id = NEW.product_id);
  SELECT RAISE(ABORT, 'product_not_found') WHERE NOT EXISTS (SELECT 1 FROM arrivals a JOIN transfer_lines l
    ON l.company_id = a.company_id AND l.transfer_id = a.transfer_id AND l.product_id = NEW.product_id
    WHERE a.company_id = NEW.company_id AND a.id = NEW.arrival_id);
END;
--> statement-breakpoint
CREATE TRIGGER arrival_line_posts AFTER INSERT ON arrival_lines BEGIN
  UPDATE transfer_lines SET
      arrived = arrived + CASE WHEN a.is_return THEN 0 ELSE NEW.quantity END,
      returned = returned + CASE WHEN a.is_return THEN NEW.quantity ELSE 0 END
    FROM arrivals a
    WHERE a.company_id = NEW.company_id AND a.id = NEW.arrival_id AND transfer_lines.company_id = a.company_id
      AND transfer_lines.transfer_id = a.transfer_id AND transfer_lines.product_id = NEW.product_id;
  SELECT RAISE(ABORT, 'transfer_over_received') WHERE changes() = 0;
  INSERT INTO movements (company_id, product_id, warehouse_id, type, quantity, actor, reason, reference, occurred_at, recorded_at, day, transfer_id)
    SELECT a.company_id, NEW.product_id, CASE WHEN a.is_return THEN t.from_warehouse_id ELSE t.to_warehouse_id END, 'transfer_in',
      NEW.quantity, a.actor, a.reason, coalesce(a.reference, t.reference), a.occurred_at, a.recorded_at, a.day, t.id
    FROM arrivals a JOIN transfers t ON t.company_id = a.company_id AND t.id = a.transfer_id
    WHERE a.company_id = NEW.company_id AND a.id = NEW.arrival_id;
  SELECT RAISE(ABORT, 'recorded_only_with_its_movements') WHERE changes() = 0;
END;
--> statement-breakpoint
-- What a line says arrived or returned is what its arrivals add up to, or what the movements do (rebuild). The rest of a
-- transfer, and every other record that moved stock, stays as it was written.
CREATE TRIGGER transfer_line_follows_arrivals BEFORE UPDATE ON transfer_lines
  WHEN (NEW.company_id = OLD.company_id AND NEW.transfer_id = OLD.transfer_id AND NEW.product_id = OLD.product_id
    AND ((NEW.quantity = OLD.quantity AND (NEW.arrived, NEW.returned) = (
        SELECT coalesce(sum(iif(a.is_return, 0, l.quantity)), 0), coalesce(sum(iif(a.is_return, l.quantity, 0)), 0)
        FROM arrivals a JOIN arrival_lines l ON l.company_id = a.company_id AND l.arrival_id = a.id
        WHERE a.company_id = OLD.company_id AND a.transfer_id = OLD.transfer_id AND l.product_id = OLD.product_id))
      OR (NEW.quantity, NEW.arrived, NEW.returned) = (
        SELECT sum(iif(m.type = 'transfer_out', -m.quantity, 0)),
          sum(iif(m.type = 'transfer_in' AND m.warehouse_id = t.to_warehouse_id, m.quantity, 0)),
          sum(iif(m.type = 'transfer_in' AND m.warehouse_id = t.from_warehouse_id, m.quantity, 0))
        FROM transfers t JOIN movements m ON m.company_id = t.company_id AND m.transfer_id = t.id
        WHERE t.company_id = OLD.company_id AND t.id = OLD.transfer_id AND m.product_id = OLD.product_id))) IS NOT TRUE BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER transfer_lines_stay BEFORE DELETE ON transfer_lines BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER transfers_do_not_change BEFORE UPDATE ON transfers BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER transfers_stay BEFORE DELETE ON transfers BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER arrivals_do_not_change BEFORE UPDATE ON arrivals BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER arrivals_stay BEFORE DELETE ON arrivals BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER arrival_lines_do_not_change BEFORE UPDATE ON arrival_lines BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER arrival_lines_stay BEFORE DELETE ON arrival_lines BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER counts_do_not_change BEFORE UPDATE ON counts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER counts_stay BEFORE DELETE ON counts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER count_lines_do_not_change BEFORE UPDATE ON count_lines WHEN OLD.expected IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER count_lines_stay BEFORE DELETE ON count_lines BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER bundle_sales_do_not_change BEFORE UPDATE ON bundle_sales BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER bundle_sales_stay BEFORE DELETE ON bundle_sales BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
