-- What policies, shortages, orders, receipts and letters may do. Each refusal is a stable name that db/fault.ts turns
-- into a sentence.

CREATE TRIGGER company_takes_policy AFTER INSERT ON companies BEGIN
  INSERT INTO policies (company_id) VALUES (NEW.id);
  INSERT INTO secrets (company_id, link) VALUES (NEW.id, lower(hex(randomblob(32))));
END;
--> statement-breakpoint
INSERT INTO policies (company_id) SELECT id FROM companies;
--> statement-breakpoint
INSERT INTO secrets (company_id, link) SELECT id, lower(hex(randomblob(32))) FROM companies;
--> statement-breakpoint
CREATE TRIGGER policy_keeps_its_company BEFORE UPDATE ON policies WHEN NEW.company_id <> OLD.company_id BEGIN
  SELECT RAISE(ABORT, 'identity_is_fixed');
END;
--> statement-breakpoint
CREATE TRIGGER policies_stay BEFORE DELETE ON policies BEGIN
  SELECT RAISE(ABORT, 'identity_is_fixed');
END;
--> statement-breakpoint
CREATE VIEW policies_in_force AS
  SELECT s.company_id, s.id AS supplier_id, coalesce(o.mode, p.mode) AS mode,
    coalesce(o.collecting_seconds, p.collecting_seconds) AS collecting_seconds,
    coalesce(o.opens_minute, p.opens_minute) AS opens_minute, coalesce(o.closes_minute, p.closes_minute) AS closes_minute,
    coalesce(o.daily_cap, p.daily_cap) AS daily_cap, max(coalesce(o.is_paused, 0), p.is_paused) AS is_paused
  FROM suppliers s JOIN policies p ON p.company_id = s.company_id
    LEFT JOIN supplier_policies o ON o.company_id = s.company_id AND o.supplier_id = s.id;
--> statement-breakpoint
CREATE TRIGGER supplier_policy_names_its_supplier BEFORE INSERT ON supplier_policies BEGIN
  SELECT RAISE(ABORT, 'supplier_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM suppliers WHERE company_id = NEW.company_id AND id = NEW.supplier_id);
END;
--> statement-breakpoint
-- OR REPLACE deletes without firing delete triggers, so here and below a key that exists is refused.
CREATE TRIGGER shortage_is_not_replaced BEFORE INSERT ON shortages BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM shortages WHERE id = NEW.id)
    OR NEW.status <> 'resolved' AND EXISTS (SELECT 1 FROM shortages WHERE company_id = NEW.company_id AND product_id = NEW.product_id
      AND warehouse_id = NEW.warehouse_id AND status <> 'resolved');
END;
--> statement-breakpoint
CREATE TRIGGER resolved_shortages_do_not_change BEFORE UPDATE ON shortages
  WHEN OLD.status = 'resolved' OR NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id
    OR NEW.product_id <> OLD.product_id OR NEW.warehouse_id <> OLD.warehouse_id BEGIN
  SELECT RAISE(ABORT, 'shortage_is_resolved');
END;
--> statement-breakpoint
CREATE TRIGGER shortages_stay BEFORE DELETE ON shortages BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER order_is_allowed BEFORE INSERT ON orders BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM orders WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM orders WHERE company_id = NEW.company_id AND number = NEW.number);
  SELECT RAISE(ABORT, 'order_moved_on') WHERE NEW.status NOT IN ('draft', 'approved');
  SELECT RAISE(ABORT, 'supplier_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM suppliers WHERE company_id = NEW.company_id AND id = NEW.supplier_id);
  SELECT RAISE(ABORT, 'warehouse_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM warehouses WHERE company_id = NEW.company_id AND id = NEW.warehouse_id);
END;
--> statement-breakpoint
CREATE TRIGGER order_keeps_its_parties BEFORE UPDATE ON orders
  WHEN NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id OR NEW.number <> OLD.number
    OR NEW.supplier_id <> OLD.supplier_id OR NEW.warehouse_id <> OLD.warehouse_id BEGIN
  SELECT RAISE(ABORT, 'identity_is_fixed');
END;
--> statement-breakpoint
CREATE TRIGGER order_moves_forward BEFORE UPDATE OF status ON orders
  WHEN NEW.status <> OLD.status AND NOT CASE OLD.status
    WHEN 'draft' THEN NEW.status IN ('approved', 'cancelled')
    WHEN 'approved' THEN NEW.status IN ('sent', 'cancelled', 'partly_received', 'received')
    WHEN 'sent' THEN NEW.status IN ('confirmed', 'declined', 'cancelled', 'closed_short', 'partly_received', 'received')
    WHEN 'confirmed' THEN NEW.status IN ('declined', 'cancelled', 'closed_short', 'partly_received', 'received')
    WHEN 'partly_received' THEN NEW.status IN ('received', 'closed_short', 'confirmed', 'sent', 'approved')
    WHEN 'received' THEN NEW.status IN ('partly_received', 'confirmed', 'sent', 'approved')
    ELSE 0 END BEGIN
  SELECT RAISE(ABORT, 'order_moved_on');
END;
--> statement-breakpoint
CREATE VIEW received_orders AS SELECT o.company_id, o.id, CASE
    WHEN NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.company_id = o.company_id AND l.order_id = o.id AND l.received > 0)
      THEN CASE WHEN o.answered_at IS NOT NULL THEN 'confirmed' WHEN o.sent_at IS NOT NULL THEN 'sent' ELSE 'approved' END
    WHEN EXISTS (SELECT 1 FROM order_lines l WHERE l.company_id = o.company_id AND l.order_id = o.id AND l.quantity > l.received)
      THEN 'partly_received' ELSE 'received' END AS status FROM orders o;
--> statement-breakpoint
-- Only receipts say how much has come, and only taking one back leads back.
CREATE TRIGGER order_follows_receipts BEFORE UPDATE OF status ON orders
  WHEN NEW.status NOT IN (OLD.status, 'closed_short')
    AND (OLD.status IN ('partly_received', 'received') OR NEW.status IN ('partly_received', 'received')) BEGIN
  SELECT RAISE(ABORT, 'order_moved_on') FROM received_orders WHERE id = OLD.id AND status <> NEW.status;
END;
--> statement-breakpoint
CREATE TRIGGER approved_order_has_lines BEFORE UPDATE OF status ON orders WHEN NEW.status = 'approved' AND OLD.status = 'draft' BEGIN
  SELECT RAISE(ABORT, 'order_is_empty') WHERE NOT EXISTS (SELECT 1 FROM order_lines WHERE company_id = NEW.company_id AND order_id = NEW.id);
END;
--> statement-breakpoint
-- A letter that may be on its way cannot be called back; one that still waits does not leave after its order went on.
CREATE TRIGGER cancelled_order_has_no_letter_out BEFORE UPDATE OF status ON orders WHEN NEW.status = 'cancelled' AND OLD.status = 'approved' BEGIN
  SELECT RAISE(ABORT, 'order_moved_on') FROM letters
    WHERE company_id = NEW.company_id AND order_id = NEW.id AND kind = 'order' AND status IN ('sending', 'uncertain');
END;
--> statement-breakpoint
CREATE TRIGGER order_withdraws_its_letter AFTER UPDATE OF status ON orders WHEN OLD.status = 'approved' AND NEW.status <> 'approved' BEGIN
  UPDATE letters SET status = 'failed', error = 'Withdrawn: the order went on without it.'
    WHERE company_id = NEW.company_id AND order_id = NEW.id AND kind = 'order' AND status = 'queued';
END;
--> statement-breakpoint
CREATE TRIGGER orders_stay BEFORE DELETE ON orders WHEN OLD.status <> 'draft' BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
-- Once there is a letter, the lines are what it says.
CREATE TRIGGER order_line_is_allowed BEFORE INSERT ON order_lines BEGIN
  SELECT RAISE(ABORT, 'order_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM orders WHERE company_id = NEW.company_id AND id = NEW.order_id);
  SELECT RAISE(ABORT, 'order_moved_on') FROM orders WHERE company_id = NEW.company_id AND id = NEW.order_id
    AND (status NOT IN ('draft', 'approved')
      OR EXISTS (SELECT 1 FROM letters WHERE company_id = NEW.company_id AND order_id = NEW.order_id AND kind = 'order'));
  SELECT RAISE(ABORT, 'stock_changes_only_through_movements') WHERE NEW.received <> 0;
  SELECT CASE (SELECT kind FROM products WHERE company_id = NEW.company_id AND id = NEW.product_id)
    WHEN 'product' THEN NULL WHEN 'bundle' THEN RAISE(ABORT, 'product_is_bundle') ELSE RAISE(ABORT, 'product_not_found') END;
END;
--> statement-breakpoint
CREATE TRIGGER order_line_may_change
  BEFORE UPDATE OF company_id, order_id, product_id, quantity, unit_cost, supplier_code, pack_size ON order_lines BEGIN
  SELECT RAISE(ABORT, 'identity_is_fixed') WHERE NEW.company_id <> OLD.company_id OR NEW.product_id <> OLD.product_id;
  SELECT RAISE(ABORT, 'order_moved_on') FROM orders WHERE company_id = OLD.company_id AND id IN (OLD.order_id, NEW.order_id)
    AND (status NOT IN ('draft', 'approved')
      OR EXISTS (SELECT 1 FROM letters WHERE company_id = OLD.company_id AND order_id = orders.id AND kind = 'order'));
END;
--> statement-breakpoint
CREATE TRIGGER order_line_may_go BEFORE DELETE ON order_lines BEGIN
  SELECT RAISE(ABORT, 'order_moved_on') FROM orders WHERE company_id = OLD.company_id AND id = OLD.order_id
    AND (status NOT IN ('draft', 'approved')
      OR EXISTS (SELECT 1 FROM letters WHERE company_id = OLD.company_id AND order_id = OLD.order_id AND kind = 'order'));
END;
--> statement-breakpoint
CREATE TRIGGER order_line_counts_as_change AFTER INSERT ON order_lines BEGIN
  UPDATE orders SET revision = revision + 1 WHERE id = NEW.order_id;
END;
--> statement-breakpoint
CREATE TRIGGER order_line_change_counts AFTER UPDATE OF order_id, quantity, unit_cost, supplier_code, pack_size ON order_lines
  WHEN (NEW.order_id, NEW.quantity, NEW.unit_cost, NEW.supplier_code, NEW.pack_size)
    IS NOT (OLD.order_id, OLD.quantity, OLD.unit_cost, OLD.supplier_code, OLD.pack_size) BEGIN
  UPDATE orders SET revision = revision + 1 WHERE id IN (NEW.order_id, OLD.order_id);
END;
--> statement-breakpoint
CREATE TRIGGER order_line_removal_counts AFTER DELETE ON order_lines BEGIN
  UPDATE orders SET revision = revision + 1 WHERE id = OLD.order_id;
END;
--> statement-breakpoint
CREATE TRIGGER received_follows_movements BEFORE UPDATE OF received ON order_lines
  WHEN (NEW.received = (SELECT coalesce(sum(m.quantity), 0) FROM receipts r
      JOIN movements m ON m.receipt_id = r.id AND m.product_id = OLD.product_id
      WHERE r.company_id = OLD.company_id AND r.order_id = OLD.order_id)) IS NOT TRUE BEGIN
  SELECT RAISE(ABORT, 'stock_changes_only_through_movements');
END;
--> statement-breakpoint
-- An order that goes out answers the shortages of its products; one that ends leaves them open again.
CREATE TRIGGER order_answers_shortages AFTER UPDATE OF status ON orders WHEN NEW.status = 'approved' AND OLD.status = 'draft' BEGIN
  UPDATE order_lines SET shortage_id = (SELECT s.id FROM shortages s WHERE s.company_id = NEW.company_id
      AND s.product_id = order_lines.product_id AND s.warehouse_id = NEW.warehouse_id AND s.status <> 'resolved')
    WHERE company_id = NEW.company_id AND order_id = NEW.id AND shortage_id IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER sent_order_marks_shortages AFTER UPDATE OF status ON orders WHEN NEW.status = 'sent' AND OLD.status = 'approved' BEGIN
  UPDATE shortages SET status = 'ordered', snoozed_until = NULL, held_by = NULL WHERE status IN ('open', 'acknowledged', 'snoozed') AND id IN (
    SELECT shortage_id FROM order_lines WHERE company_id = NEW.company_id AND order_id = NEW.id);
END;
--> statement-breakpoint
-- What an order that came to nothing should have brought is a person's to decide, unless another one is under way for it.
CREATE TRIGGER ended_order_frees_shortages AFTER UPDATE OF status ON orders
  WHEN NEW.status IN ('received', 'closed_short', 'cancelled', 'declined') AND NEW.status <> OLD.status BEGIN
  UPDATE shortages SET status = iif(status = 'ordered', 'open', status),
      held_by = CASE WHEN NEW.status = 'received' THEN held_by ELSE coalesce(held_by, 'order_ended') END
    WHERE status <> 'resolved' AND id IN (SELECT shortage_id FROM order_lines WHERE company_id = NEW.company_id AND order_id = NEW.id)
      AND NOT EXISTS (SELECT 1 FROM order_lines l INDEXED BY order_lines_of_shortage JOIN orders o ON o.company_id = l.company_id AND o.id = l.order_id
        WHERE l.company_id = NEW.company_id AND l.shortage_id = shortages.id AND o.status IN ('sent', 'confirmed', 'partly_received'));
END;
--> statement-breakpoint
-- A receipt's movement comes from its line, once.
CREATE TRIGGER movement_cites_its_receipt BEFORE INSERT ON movements WHEN NEW.receipt_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'receipt_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM receipts WHERE company_id = NEW.company_id AND id = NEW.receipt_id);
  SELECT RAISE(ABORT, 'recorded_only_with_its_movements') WHERE NEW.reverses_id IS NULL AND (
    NEW.type <> 'receipt'
    OR NOT EXISTS (SELECT 1 FROM receipt_lines WHERE company_id = NEW.company_id AND receipt_id = NEW.receipt_id
      AND product_id = NEW.product_id AND quantity = NEW.quantity)
    OR EXISTS (SELECT 1 FROM movements WHERE receipt_id = NEW.receipt_id AND product_id = NEW.product_id));
END;
--> statement-breakpoint
-- What an order has received is what its receipts moved; a receipt taken back is outstanding again.
CREATE TRIGGER receipt_reaches_its_order AFTER INSERT ON movements WHEN NEW.receipt_id IS NOT NULL BEGIN
  UPDATE order_lines SET received = received + NEW.quantity
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id
      AND order_id = (SELECT order_id FROM receipts WHERE id = NEW.receipt_id);
  UPDATE orders SET status = r.status, closed_at = iif(r.status = 'received', NEW.recorded_at, NULL),
      measured_lead_days = iif(r.status IN ('partly_received', 'received'), coalesce(measured_lead_days, max(0, NEW.day - sent_day)), NULL)
    FROM received_orders r
    WHERE r.id = orders.id AND orders.id = (SELECT order_id FROM receipts WHERE id = NEW.receipt_id) AND orders.status <> 'closed_short';
END;
--> statement-breakpoint
CREATE TRIGGER receipt_is_allowed BEFORE INSERT ON receipts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM receipts WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'order_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM orders WHERE company_id = NEW.company_id AND id = NEW.order_id);
  SELECT RAISE(ABORT, 'order_moved_on') WHERE NOT EXISTS (SELECT 1 FROM orders WHERE company_id = NEW.company_id AND id = NEW.order_id
    AND status IN ('approved', 'sent', 'confirmed', 'partly_received'));
END;
--> statement-breakpoint
CREATE TRIGGER receipt_line_is_allowed BEFORE INSERT ON receipt_lines BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM receipt_lines
    WHERE company_id = NEW.company_id AND receipt_id = NEW.receipt_id AND product_id = NEW.product_id);
  SELECT RAISE(ABORT, 'order_moved_on') FROM receipts r JOIN orders o ON o.company_id = r.company_id AND o.id = r.order_id
    WHERE r.company_id = NEW.company_id AND r.id = NEW.receipt_id AND o.status = 'closed_short';
  SELECT RAISE(ABORT, 'product_not_found') WHERE NOT EXISTS (SELECT 1 FROM receipts r
    JOIN order_lines l ON l.company_id = r.company_id AND l.order_id = r.order_id AND l.product_id = NEW.product_id
    WHERE r.company_id = NEW.company_id AND r.id = NEW.receipt_id);
  SELECT RAISE(ABORT, 'order_over_received') FROM receipts r
    JOIN order_lines l ON l.company_id = r.company_id AND l.order_id = r.order_id AND l.product_id = NEW.product_id
    WHERE r.company_id = NEW.company_id AND r.id = NEW.receipt_id AND NOT r.allows_surplus
      AND l.received + NEW.quantity > l.quantity;
END;
--> statement-breakpoint
CREATE TRIGGER receipt_line_posts AFTER INSERT ON receipt_lines BEGIN
  INSERT INTO movements (company_id, product_id, warehouse_id, type, quantity, actor, reason, reference, occurred_at, recorded_at, day, receipt_id)
    SELECT r.company_id, NEW.product_id, o.warehouse_id, 'receipt', NEW.quantity, r.actor, r.reason,
      coalesce(r.reference, printf('PO-%06d', o.number)), r.occurred_at, r.recorded_at, r.day, r.id
    FROM receipts r JOIN orders o ON o.company_id = r.company_id AND o.id = r.order_id
    WHERE r.company_id = NEW.company_id AND r.id = NEW.receipt_id;
  SELECT RAISE(ABORT, 'recorded_only_with_its_movements') WHERE changes() = 0;
END;
--> statement-breakpoint
CREATE TRIGGER receipts_do_not_change BEFORE UPDATE ON receipts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER receipt_lines_do_not_change BEFORE UPDATE ON receipt_lines BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER receipt_lines_stay BEFORE DELETE ON receipt_lines BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER letter_is_queued BEFORE INSERT ON letters BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM letters WHERE id = NEW.id)
    OR NEW.kind = 'order' AND EXISTS (SELECT 1 FROM letters
      WHERE company_id = NEW.company_id AND order_id = NEW.order_id AND kind = 'order')
    OR NEW.kind = 'digest' AND EXISTS (SELECT 1 FROM letters
      WHERE company_id = NEW.company_id AND day = NEW.day AND to_address = NEW.to_address AND kind = 'digest');
  SELECT RAISE(ABORT, 'letter_moved_on') WHERE NEW.status <> 'queued';
END;
--> statement-breakpoint
-- Without a list of columns, because `SET rowid` is in none.
CREATE TRIGGER letters_do_not_change BEFORE UPDATE ON letters
  WHEN (NEW.id, NEW.company_id, NEW.kind, NEW.order_id, NEW.day, NEW.subject, NEW.text, NEW.html, NEW.created_at)
      IS NOT (OLD.id, OLD.company_id, OLD.kind, OLD.order_id, OLD.day, OLD.subject, OLD.text, OLD.html, OLD.created_at)
    OR (OLD.status = 'sent' AND NEW.status = 'sent' AND (NEW.to_name, NEW.to_address, NEW.sent_at, NEW.channel, NEW.response)
      IS NOT (OLD.to_name, OLD.to_address, OLD.sent_at, OLD.channel, OLD.response)) BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER letters_stay BEFORE DELETE ON letters BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER letter_moves_forward BEFORE UPDATE OF status ON letters
  WHEN NEW.status <> OLD.status AND NOT CASE OLD.status
    WHEN 'queued' THEN NEW.status IN ('sending', 'sent', 'failed')
    WHEN 'sending' THEN NEW.status IN ('queued', 'sent', 'failed', 'uncertain')
    WHEN 'uncertain' THEN NEW.status IN ('queued', 'sent')
    WHEN 'failed' THEN NEW.status IN ('queued', 'sent')
    ELSE 0 END BEGIN
  SELECT RAISE(ABORT, 'letter_moved_on');
END;
--> statement-breakpoint
CREATE TRIGGER letter_follows_its_order BEFORE UPDATE OF status ON letters
  WHEN NEW.status = 'queued' AND OLD.status IN ('failed', 'uncertain') AND NEW.kind = 'order' BEGIN
  SELECT RAISE(ABORT, 'letter_moved_on') FROM orders
    WHERE company_id = NEW.company_id AND id = NEW.order_id AND status NOT IN ('draft', 'approved');
END;
