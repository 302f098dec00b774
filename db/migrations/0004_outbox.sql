-- What the worker must look at. A change says so itself, in its own transaction, by inserting into one of two views; the
-- mark tells the worker whether another change came while it worked.

CREATE VIEW touched AS SELECT company_id, product_id, warehouse_id, since FROM dirty;
--> statement-breakpoint
CREATE TRIGGER touched_is_dirty INSTEAD OF INSERT ON touched BEGIN
  INSERT INTO dirty (company_id, product_id, warehouse_id, mark, since)
    VALUES (NEW.company_id, NEW.product_id, NEW.warehouse_id, abs(random() % 9007199254740991), NEW.since)
    ON CONFLICT DO UPDATE SET mark = excluded.mark, due_at = iif(parked_at IS NULL, due_at, 0), parked_at = NULL;
END;
--> statement-breakpoint
CREATE VIEW due AS SELECT company_id, topic, subject_id, since, due_at FROM outbox;
--> statement-breakpoint
CREATE TRIGGER due_is_posted INSTEAD OF INSERT ON due BEGIN
  INSERT INTO outbox (company_id, topic, subject_id, mark, since, due_at)
    VALUES (NEW.company_id, NEW.topic, NEW.subject_id, abs(random() % 9007199254740991), NEW.since, NEW.due_at)
    ON CONFLICT DO UPDATE SET mark = excluded.mark, due_at = min(due_at, excluded.due_at), failures = 0, parked_at = NULL;
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
  INSERT INTO touched VALUES (NEW.company_id, NEW.product_id, NEW.warehouse_id, NEW.recorded_at);
  INSERT INTO touched SELECT company_id, product_id, warehouse_id, NEW.recorded_at FROM movements
    WHERE id = NEW.sale_id AND warehouse_id <> NEW.warehouse_id;
END;
--> statement-breakpoint
DROP TRIGGER reversal_is_allowed;
--> statement-breakpoint
CREATE TRIGGER reversal_is_allowed BEFORE INSERT ON movements WHEN NEW.reverses_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'movement_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM movements WHERE company_id = NEW.company_id AND id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'already_reversed') WHERE EXISTS (SELECT 1 FROM movements WHERE reverses_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'not_reversible') FROM movements WHERE company_id = NEW.company_id AND id = NEW.reverses_id AND (
    reverses_id IS NOT NULL OR transfer_id IS NOT NULL OR quantity = 0
    OR (SELECT coalesce(sum(r.quantity), 0) FROM movements r WHERE r.sale_id = NEW.reverses_id) > 0
    OR NEW.quantity <> -quantity OR NEW.product_id <> product_id OR NEW.warehouse_id <> warehouse_id OR NEW.type <> type
    OR NEW.bundle_sale_id IS NOT bundle_sale_id OR NEW.sale_id IS NOT sale_id OR NEW.receipt_id IS NOT receipt_id);
END;
--> statement-breakpoint
-- What else makes a place worth another look.

CREATE TRIGGER inventory_rules_touch AFTER UPDATE OF threshold, is_listed ON inventory
  WHEN NEW.threshold IS NOT OLD.threshold OR NEW.is_listed <> OLD.is_listed BEGIN
  INSERT INTO touched VALUES (NEW.company_id, NEW.product_id, NEW.warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
--> statement-breakpoint
CREATE TRIGGER new_terms_touch AFTER INSERT ON terms BEGIN
  INSERT INTO touched SELECT company_id, product_id, warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM inventory
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id;
END;
--> statement-breakpoint
CREATE TRIGGER changed_terms_touch AFTER UPDATE ON terms BEGIN
  INSERT INTO touched SELECT company_id, product_id, warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM inventory
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id;
END;
--> statement-breakpoint
CREATE TRIGGER supplier_touches AFTER UPDATE OF lead_time_days, is_active ON suppliers
  WHEN NEW.lead_time_days IS NOT OLD.lead_time_days OR NEW.is_active <> OLD.is_active BEGIN
  INSERT INTO touched SELECT i.company_id, i.product_id, i.warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER)
    FROM terms t JOIN inventory i ON i.company_id = t.company_id AND i.product_id = t.product_id
    WHERE t.company_id = NEW.company_id AND t.supplier_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER order_touches AFTER UPDATE OF status, expected_day ON orders
  WHEN NEW.status <> OLD.status OR NEW.expected_day IS NOT OLD.expected_day BEGIN
  INSERT INTO touched SELECT i.company_id, i.product_id, i.warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER)
    FROM order_lines l JOIN inventory i
      ON i.company_id = l.company_id AND i.product_id = l.product_id AND i.warehouse_id = NEW.warehouse_id
    WHERE l.company_id = NEW.company_id AND l.order_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER shortage_decision_touches AFTER UPDATE OF decided_by, note, snoozed_until ON shortages
  WHEN coalesce(NEW.decided_by, OLD.decided_by) IS NOT NULL BEGIN
  INSERT INTO touched VALUES (NEW.company_id, NEW.product_id, NEW.warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
--> statement-breakpoint
-- Planning, window and zone concern every figure of the company: the next sweep comes at once.
CREATE TRIGGER policy_sweeps AFTER UPDATE OF method, review_days, target_days, safety_days, service_percent ON policies BEGIN
  UPDATE companies SET swept_day = 0 WHERE id = NEW.company_id;
END;
--> statement-breakpoint
CREATE TRIGGER company_sweeps AFTER UPDATE OF window_days, time_zone ON companies
  WHEN NEW.window_days <> OLD.window_days OR NEW.time_zone <> OLD.time_zone BEGIN
  UPDATE companies SET swept_day = 0 WHERE id = NEW.id;
END;
--> statement-breakpoint
-- Whatever holds an order back may just have changed: those that wait are looked at again.
CREATE TRIGGER policy_releases AFTER UPDATE OF mode, opens_minute, closes_minute, daily_cap, is_paused ON policies BEGIN
  INSERT INTO due SELECT company_id, 'order', id, CAST(unixepoch('subsec') * 1000 AS INTEGER), coalesce(release_at, 0) FROM orders
    WHERE company_id = NEW.company_id AND held_by IS NOT NULL AND status IN ('draft', 'approved');
END;
--> statement-breakpoint
CREATE TRIGGER new_supplier_policy_releases AFTER INSERT ON supplier_policies BEGIN
  INSERT INTO due SELECT company_id, 'order', id, CAST(unixepoch('subsec') * 1000 AS INTEGER), coalesce(release_at, 0) FROM orders
    WHERE company_id = NEW.company_id AND supplier_id = NEW.supplier_id AND held_by IS NOT NULL AND status IN ('draft', 'approved');
END;
--> statement-breakpoint
CREATE TRIGGER supplier_policy_releases AFTER UPDATE ON supplier_policies BEGIN
  INSERT INTO due SELECT company_id, 'order', id, CAST(unixepoch('subsec') * 1000 AS INTEGER), coalesce(release_at, 0) FROM orders
    WHERE company_id = NEW.company_id AND supplier_id = NEW.supplier_id AND held_by IS NOT NULL AND status IN ('draft', 'approved');
END;
--> statement-breakpoint
CREATE TRIGGER removed_supplier_policy_releases AFTER DELETE ON supplier_policies BEGIN
  INSERT INTO due SELECT company_id, 'order', id, CAST(unixepoch('subsec') * 1000 AS INTEGER), coalesce(release_at, 0) FROM orders
    WHERE company_id = OLD.company_id AND supplier_id = OLD.supplier_id AND held_by IS NOT NULL AND status IN ('draft', 'approved');
END;
--> statement-breakpoint
CREATE TRIGGER supplier_address_releases AFTER UPDATE OF contact_email ON suppliers
  WHEN NEW.contact_email IS NOT NULL AND NEW.contact_email IS NOT OLD.contact_email BEGIN
  INSERT INTO due SELECT company_id, 'order', id, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0 FROM orders
    WHERE company_id = NEW.company_id AND supplier_id = NEW.id AND held_by = 'no_email' AND status IN ('draft', 'approved');
END;
--> statement-breakpoint
CREATE TRIGGER deleted_order_leaves_outbox AFTER DELETE ON orders BEGIN
  DELETE FROM outbox WHERE topic = 'order' AND subject_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER letter_waits_in_outbox AFTER INSERT ON letters BEGIN
  INSERT INTO due VALUES (NEW.company_id, 'letter', NEW.id, NEW.created_at, 0);
END;
--> statement-breakpoint
CREATE TRIGGER settled_letter_leaves_outbox AFTER UPDATE OF status ON letters WHEN NEW.status IN ('sent', 'failed', 'uncertain') BEGIN
  DELETE FROM outbox WHERE topic = 'letter' AND subject_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER letter_returns_to_outbox AFTER UPDATE OF status ON letters WHEN NEW.status = 'queued' AND OLD.status IN ('failed', 'uncertain') BEGIN
  INSERT INTO due VALUES (NEW.company_id, 'letter', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0);
END;
--> statement-breakpoint
-- Everything there is has to be looked at once.
INSERT INTO touched SELECT company_id, product_id, warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM inventory;
