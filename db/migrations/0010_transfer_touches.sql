CREATE TRIGGER transfer_touches AFTER INSERT ON transfer_lines BEGIN
  INSERT INTO touched SELECT i.company_id, i.product_id, i.warehouse_id, t.recorded_at
    FROM transfers t JOIN inventory i
      ON i.company_id = t.company_id AND i.product_id = NEW.product_id AND i.warehouse_id = t.to_warehouse_id
    WHERE t.company_id = NEW.company_id AND t.id = NEW.transfer_id;
END;
--> statement-breakpoint
CREATE TRIGGER returned_transfer_touches AFTER UPDATE OF returned ON transfer_lines
  WHEN NEW.returned <> OLD.returned BEGIN
  INSERT INTO touched SELECT i.company_id, i.product_id, i.warehouse_id, CAST(unixepoch('subsec') * 1000 AS INTEGER)
    FROM transfers t JOIN inventory i
      ON i.company_id = t.company_id AND i.product_id = NEW.product_id AND i.warehouse_id = t.to_warehouse_id
    WHERE t.company_id = NEW.company_id AND t.id = NEW.transfer_id;
END;
