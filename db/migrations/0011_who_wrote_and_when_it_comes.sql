ALTER TABLE `orders` ADD `is_edited` integer DEFAULT false NOT NULL CONSTRAINT "order_is_edited_flag" CHECK("is_edited" in (0, 1));
--> statement-breakpoint
UPDATE orders SET is_edited = 1 WHERE status = 'draft' AND (origin = 'manual' OR note IS NOT NULL
  OR EXISTS (SELECT 1 FROM order_lines l WHERE l.company_id = orders.company_id AND l.order_id = orders.id AND l.is_chosen));
--> statement-breakpoint
-- Where no lead time is agreed, goods are expected after a week, as forecasts assume: none is sent without a day.
UPDATE orders SET expected_day = sent_day + 7
  WHERE expected_day IS NULL AND sent_day IS NOT NULL AND status IN ('sent', 'confirmed', 'partly_received');
--> statement-breakpoint
-- Goods that arrived before they left would count in both warehouses on the days between.
DROP TRIGGER arrival_is_allowed;
--> statement-breakpoint
CREATE TRIGGER arrival_is_allowed BEFORE INSERT ON arrivals BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM arrivals WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'transfer_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM transfers WHERE company_id = NEW.company_id AND id = NEW.transfer_id);
  SELECT RAISE(ABORT, 'transfer_is_complete') WHERE NOT EXISTS (SELECT 1 FROM transfer_lines
    WHERE company_id = NEW.company_id AND transfer_id = NEW.transfer_id AND arrived + returned < quantity);
  SELECT RAISE(ABORT, 'transfer_left_later') FROM transfers
    WHERE company_id = NEW.company_id AND id = NEW.transfer_id AND occurred_at > NEW.occurred_at;
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
