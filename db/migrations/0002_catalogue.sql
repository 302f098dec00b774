-- What the catalogue decides for each inventory row: the threshold in force and whether the row is listed at all.
-- One view states the rule; triggers apply it to the rows that a change touches.

CREATE VIEW inventory_rules AS
  SELECT i.company_id, i.product_id, i.warehouse_id,
    coalesce(i.low_stock_threshold, p.low_stock_threshold, t.low_stock_threshold, c.low_stock_threshold) AS threshold,
    CASE WHEN i.low_stock_threshold IS NOT NULL THEN 'warehouse' WHEN p.low_stock_threshold IS NOT NULL THEN 'product'
      WHEN t.low_stock_threshold IS NOT NULL THEN 'product_type' WHEN c.low_stock_threshold IS NOT NULL THEN 'company' END
      AS threshold_source,
    (p.is_active AND w.is_active AND c.is_active) AS is_listed
  FROM inventory i
    JOIN products p ON p.company_id = i.company_id AND p.id = i.product_id
    JOIN warehouses w ON w.company_id = i.company_id AND w.id = i.warehouse_id
    JOIN companies c ON c.id = i.company_id
    LEFT JOIN product_types t ON t.company_id = p.company_id AND t.id = p.product_type_id;
--> statement-breakpoint
CREATE TRIGGER inventory_row_takes_rules AFTER INSERT ON inventory BEGIN
  UPDATE inventory SET (threshold, is_listed) = (SELECT r.threshold, r.is_listed FROM inventory_rules r
      WHERE r.company_id = NEW.company_id AND r.product_id = NEW.product_id AND r.warehouse_id = NEW.warehouse_id)
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id;
END;
--> statement-breakpoint
CREATE TRIGGER inventory_threshold_takes_rules AFTER UPDATE OF low_stock_threshold ON inventory BEGIN
  UPDATE inventory SET threshold = (SELECT r.threshold FROM inventory_rules r
      WHERE r.company_id = NEW.company_id AND r.product_id = NEW.product_id AND r.warehouse_id = NEW.warehouse_id)
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id;
END;
--> statement-breakpoint
CREATE TRIGGER product_applies_rules AFTER UPDATE OF low_stock_threshold, product_type_id, is_active ON products BEGIN
  UPDATE inventory SET (threshold, is_listed) = (SELECT r.threshold, r.is_listed FROM inventory_rules r
      WHERE r.company_id = inventory.company_id AND r.product_id = inventory.product_id AND r.warehouse_id = inventory.warehouse_id)
    WHERE company_id = NEW.company_id AND product_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER product_type_applies_rules AFTER UPDATE OF low_stock_threshold ON product_types
  WHEN NEW.low_stock_threshold IS NOT OLD.low_stock_threshold BEGIN
  UPDATE inventory SET threshold = (SELECT r.threshold FROM inventory_rules r
      WHERE r.company_id = inventory.company_id AND r.product_id = inventory.product_id AND r.warehouse_id = inventory.warehouse_id)
    WHERE company_id = NEW.company_id
      AND product_id IN (SELECT id FROM products WHERE company_id = NEW.company_id AND product_type_id = NEW.id);
END;
--> statement-breakpoint
CREATE TRIGGER warehouse_applies_rules AFTER UPDATE OF is_active ON warehouses WHEN NEW.is_active <> OLD.is_active BEGIN
  UPDATE inventory SET is_listed = (SELECT r.is_listed FROM inventory_rules r
      WHERE r.company_id = inventory.company_id AND r.product_id = inventory.product_id AND r.warehouse_id = inventory.warehouse_id)
    WHERE company_id = NEW.company_id AND warehouse_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER company_applies_rules AFTER UPDATE OF low_stock_threshold, is_active ON companies
  WHEN NEW.low_stock_threshold IS NOT OLD.low_stock_threshold OR NEW.is_active <> OLD.is_active BEGIN
  UPDATE inventory SET (threshold, is_listed) = (SELECT r.threshold, r.is_listed FROM inventory_rules r
      WHERE r.company_id = inventory.company_id AND r.product_id = inventory.product_id AND r.warehouse_id = inventory.warehouse_id)
    WHERE company_id = NEW.id;
END;
--> statement-breakpoint
-- SQLite does not say which foreign key failed: these name it first.

CREATE TRIGGER product_names_its_type BEFORE INSERT ON products WHEN NEW.product_type_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'product_type_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM product_types WHERE company_id = NEW.company_id AND id = NEW.product_type_id);
END;
--> statement-breakpoint
CREATE TRIGGER product_names_its_new_type BEFORE UPDATE OF product_type_id ON products WHEN NEW.product_type_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'product_type_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM product_types WHERE company_id = NEW.company_id AND id = NEW.product_type_id);
END;
--> statement-breakpoint
-- Without a list of columns, because `SET rowid` is in none.
CREATE TRIGGER product_stays_what_it_is BEFORE UPDATE ON products
  WHEN NEW.id <> OLD.id OR NEW.company_id <> OLD.company_id OR NEW.kind <> OLD.kind BEGIN
  SELECT RAISE(ABORT, 'identity_is_fixed');
END;
--> statement-breakpoint
CREATE TRIGGER product_is_not_replaced BEFORE INSERT ON products BEGIN
  SELECT RAISE(ABORT, 'identity_is_fixed') WHERE EXISTS (SELECT 1 FROM products WHERE id = NEW.id);
END;
--> statement-breakpoint
CREATE TRIGGER component_names_its_product BEFORE INSERT ON components BEGIN
  SELECT RAISE(ABORT, 'bundle_not_found') WHERE NOT EXISTS (SELECT 1 FROM products
    WHERE company_id = NEW.company_id AND id = NEW.bundle_id AND kind = 'bundle');
  SELECT CASE (SELECT kind FROM products WHERE company_id = NEW.company_id AND id = NEW.product_id)
    WHEN 'product' THEN NULL WHEN 'bundle' THEN RAISE(ABORT, 'bundle_in_bundle') ELSE RAISE(ABORT, 'product_not_found') END;
END;
--> statement-breakpoint
CREATE TRIGGER terms_name_both_sides BEFORE INSERT ON terms BEGIN
  SELECT RAISE(ABORT, 'supplier_not_found')
    WHERE NOT EXISTS (SELECT 1 FROM suppliers WHERE company_id = NEW.company_id AND id = NEW.supplier_id);
  SELECT CASE (SELECT kind FROM products WHERE company_id = NEW.company_id AND id = NEW.product_id)
    WHEN 'product' THEN NULL WHEN 'bundle' THEN RAISE(ABORT, 'product_is_bundle') ELSE RAISE(ABORT, 'product_not_found') END;
END;
--> statement-breakpoint
-- A product has one primary supplier: the one named last.

CREATE TRIGGER new_terms_take_primary BEFORE INSERT ON terms WHEN NEW.is_primary AND NEW.is_active BEGIN
  UPDATE terms SET is_primary = 0 WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND is_primary;
END;
--> statement-breakpoint
CREATE TRIGGER changed_terms_take_primary BEFORE UPDATE OF is_primary, is_active ON terms WHEN NEW.is_primary AND NEW.is_active BEGIN
  UPDATE terms SET is_primary = 0
    WHERE company_id = NEW.company_id AND product_id = NEW.product_id AND is_primary AND id <> NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER owner_remains BEFORE UPDATE OF role, is_active ON members
  WHEN OLD.role = 'owner' AND OLD.is_active AND NOT (NEW.role = 'owner' AND NEW.is_active) BEGIN
  SELECT RAISE(ABORT, 'last_owner') WHERE NOT EXISTS (SELECT 1 FROM members
    WHERE company_id = OLD.company_id AND id <> OLD.id AND role = 'owner' AND is_active);
END;
--> statement-breakpoint
-- Old answers leave as new ones come, two for one: no clock and no job needed, on the edge as on Node.
CREATE TRIGGER idempotency_forgets AFTER INSERT ON idempotency BEGIN
  DELETE FROM idempotency WHERE rowid IN (SELECT rowid FROM idempotency
    WHERE created_at < NEW.created_at - 8 * 86400000 ORDER BY created_at LIMIT 2);
END;
