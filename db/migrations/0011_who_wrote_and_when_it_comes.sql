ALTER TABLE `orders` ADD `is_edited` integer DEFAULT false NOT NULL CONSTRAINT "order_is_edited_flag" CHECK("is_edited" in (0, 1));
--> statement-breakpoint
UPDATE orders SET is_edited = 1 WHERE status = 'draft' AND (origin = 'manual' OR note IS NOT NULL
  OR EXISTS (SELECT 1 FROM order_lines l WHERE l.company_id = orders.company_id AND l.order_id = orders.id AND l.is_chosen));
--> statement-breakpoint
-- Where no lead time is agreed, goods are expected after a week, as forecasts assume: none is sent without a day.
UPDATE orders SET expected_day = sent_day + 7
  WHERE expected_day IS NULL AND sent_day IS NOT NULL AND status IN ('sent', 'confirmed', 'partly_received');
--> statement-breakpoint
-- Goods that arrived on a day before they left would count in both warehouses on the days between.
DROP TRIGGER arrival_is_allowed;
--> statement-breakpoint
CREATE TRIGGER arrival_is_allowed BEFORE INSERT ON arrivals BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM arrivals WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'transfer_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM transfers WHERE company_id = NEW.company_id AND id = NEW.transfer_id);
  SELECT RAISE(ABORT, 'transfer_is_complete') WHERE NOT EXISTS (SELECT 1 FROM transfer_lines
    WHERE company_id = NEW.company_id AND transfer_id = NEW.transfer_id AND arrived + returned < quantity);
  SELECT RAISE(ABORT, 'transfer_left_later') FROM transfers
    WHERE company_id = NEW.company_id AND id = NEW.transfer_id AND day > NEW.day AND occurred_at > NEW.occurred_at + 300000;
END;
--> statement-breakpoint
-- A draft, too: it is cancelled, and keeps its number.
DROP TRIGGER orders_stay;
--> statement-breakpoint
CREATE TRIGGER orders_stay BEFORE DELETE ON orders BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
DROP TRIGGER deleted_order_leaves_outbox;
--> statement-breakpoint
-- A receipt that is taken back can leave an order that nobody has: it goes out again, or stands among what is held.
CREATE TRIGGER order_comes_back AFTER UPDATE OF status ON orders
  WHEN NEW.status = 'approved' AND OLD.status IN ('partly_received', 'received') BEGIN
  UPDATE orders SET held_by = 'mail_failed' WHERE id = NEW.id AND EXISTS (SELECT 1 FROM letters
    WHERE company_id = NEW.company_id AND order_id = NEW.id AND kind = 'order' AND status = 'failed');
  INSERT INTO due VALUES (NEW.company_id, 'order', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0);
END;
--> statement-breakpoint
-- Hours and days begin elsewhere now.
CREATE TRIGGER company_zone_releases AFTER UPDATE OF time_zone ON companies WHEN NEW.time_zone <> OLD.time_zone BEGIN
  INSERT INTO due SELECT company_id, 'order', id, CAST(unixepoch('subsec') * 1000 AS INTEGER), coalesce(release_at, 0) FROM orders
    WHERE company_id = NEW.id AND held_by IS NOT NULL AND status IN ('draft', 'approved');
END;
--> statement-breakpoint
-- A count that was taken back stands in no other's way.
DROP TRIGGER count_line_is_allowed;
--> statement-breakpoint
CREATE TRIGGER count_line_is_allowed BEFORE INSERT ON count_lines BEGIN
  SELECT RAISE(ABORT, 'count_superseded') WHERE EXISTS (SELECT 1 FROM counts c
    JOIN count_lines l ON l.company_id = NEW.company_id AND l.product_id = NEW.product_id
    JOIN counts n ON n.company_id = l.company_id AND n.id = l.count_id AND n.warehouse_id = c.warehouse_id
    WHERE c.company_id = NEW.company_id AND c.id = NEW.count_id AND n.occurred_at > c.occurred_at
      AND NOT EXISTS (SELECT 1 FROM movements m JOIN movements r ON r.reverses_id = m.id
        WHERE m.count_id = n.id AND m.product_id = NEW.product_id));
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM count_lines
    WHERE company_id = NEW.company_id AND count_id = NEW.count_id AND product_id = NEW.product_id);
  SELECT CASE (SELECT kind FROM products WHERE company_id = NEW.company_id AND id = NEW.product_id)
    WHEN 'product' THEN NULL WHEN 'bundle' THEN RAISE(ABORT, 'product_is_bundle') ELSE RAISE(ABORT, 'product_not_found') END;
END;
--> statement-breakpoint
-- What is taken back never was: a reversal counts when its movement did, or a mistake would pass for goods that moved since.
DROP TRIGGER count_line_posts;
--> statement-breakpoint
CREATE TRIGGER count_line_posts AFTER INSERT ON count_lines BEGIN
  UPDATE count_lines SET expected = coalesce((SELECT i.on_hand - (SELECT coalesce(sum(m.quantity), 0) FROM movements m
        WHERE m.company_id = i.company_id AND m.product_id = i.product_id AND m.warehouse_id = i.warehouse_id
          AND coalesce((SELECT o.occurred_at FROM movements o WHERE o.id = m.reverses_id), m.occurred_at) > c.occurred_at
          AND c.occurred_at < c.recorded_at
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
-- Goods that came on a day before the order was written down say nothing of how long the supplier takes.
DROP TRIGGER receipt_reaches_its_order;
--> statement-breakpoint
CREATE TRIGGER receipt_reaches_its_order AFTER INSERT ON movements WHEN NEW.receipt_id IS NOT NULL BEGIN
  UPDATE order_lines SET received = received + NEW.quantity
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id
      AND order_id = (SELECT order_id FROM receipts WHERE id = NEW.receipt_id);
  UPDATE orders SET status = r.status, closed_at = iif(r.status = 'received', NEW.recorded_at, NULL),
      measured_lead_days = iif(r.status IN ('partly_received', 'received'), coalesce(measured_lead_days, iif(NEW.day >= sent_day, NEW.day - sent_day, NULL)), NULL)
    FROM received_orders r
    WHERE r.id = orders.id AND orders.id = (SELECT order_id FROM receipts WHERE id = NEW.receipt_id) AND orders.status <> 'closed_short';
END;
