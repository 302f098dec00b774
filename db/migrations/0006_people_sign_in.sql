CREATE TABLE `acts` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`kind` text NOT NULL,
	`deed` text NOT NULL,
	`subject_id` integer,
	`summary` text,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "act_summary_length" CHECK(length("acts"."summary") between 1 and 300)
) STRICT;
--> statement-breakpoint
CREATE INDEX `acts_of_company` ON `acts` (`company_id`,`id`);--> statement-breakpoint
CREATE INDEX `acts_of_actor` ON `acts` (`company_id`,`actor`,`id`);--> statement-breakpoint
CREATE INDEX `acts_of_kind` ON `acts` (`company_id`,`kind`,`id`);--> statement-breakpoint
CREATE TABLE `links` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`company_id` integer,
	`member_id` integer,
	`invited_by` text,
	`device` text,
	`hash` text,
	`asked_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`company_id`,`member_id`) REFERENCES `members`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "link_email_lower" CHECK("links"."email" = lower("links"."email") and length("links"."email") between 3 and 254),
	CONSTRAINT "link_names_both" CHECK(("links"."company_id" is null) = ("links"."member_id" is null)),
	CONSTRAINT "link_invites_a_member" CHECK("links"."invited_by" is null or "links"."member_id" is not null),
	CONSTRAINT "link_device_length" CHECK(length("links"."device") between 1 and 100),
	CONSTRAINT "link_hash_shape" CHECK(length("links"."hash") = 64)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `link_hash` ON `links` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `link_asked_once` ON `links` (`email`) WHERE "links"."hash" is null and "links"."member_id" is null;--> statement-breakpoint
CREATE INDEX `links_of_member` ON `links` (`company_id`,`member_id`);--> statement-breakpoint
CREATE INDEX `links_of_address` ON `links` (`email`);--> statement-breakpoint
CREATE INDEX `links_expiry` ON `links` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`member_id` integer NOT NULL,
	`hash` text NOT NULL,
	`device` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`company_id`,`member_id`) REFERENCES `members`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "session_device_length" CHECK(length("sessions"."device") between 1 and 100),
	CONSTRAINT "session_hash_shape" CHECK(length("sessions"."hash") = 64)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `session_hash` ON `sessions` (`hash`);--> statement-breakpoint
CREATE INDEX `sessions_of_member` ON `sessions` (`company_id`,`member_id`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
-- A CHECK cannot be changed. The table is emptied and filled again rather than renamed, because views and triggers name it.
CREATE TABLE outbox_before AS SELECT id, company_id, topic, subject_id, mark, since, due_at, failures, error, parked_at FROM outbox;
--> statement-breakpoint
DROP TABLE outbox;
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`topic` text NOT NULL,
	`subject_id` integer NOT NULL,
	`mark` integer NOT NULL,
	`since` integer NOT NULL,
	`due_at` integer DEFAULT 0 NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`error` text,
	`parked_at` integer,
	CONSTRAINT "outbox_topic_known" CHECK("outbox"."topic" in ('order', 'letter', 'link'))
) STRICT;
--> statement-breakpoint
INSERT INTO outbox (id, company_id, topic, subject_id, mark, since, due_at, failures, error, parked_at) SELECT id, company_id, topic, subject_id, mark, since, due_at, failures, error, parked_at FROM outbox_before;
--> statement-breakpoint
DROP TABLE outbox_before;
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`);--> statement-breakpoint
CREATE INDEX `outbox_parked` ON `outbox` (`parked_at`) WHERE "outbox"."parked_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`topic`,`subject_id`);--> statement-breakpoint
ALTER TABLE `members` ADD `joined_at` integer;--> statement-breakpoint
CREATE INDEX `members_of_person` ON `members` (`email`);
--> statement-breakpoint
CREATE TRIGGER link_waits_in_outbox AFTER INSERT ON links WHEN NEW.hash IS NULL BEGIN
  INSERT INTO due VALUES (coalesce(NEW.company_id, 0), 'link', NEW.id, NEW.asked_at, 0);
END;
--> statement-breakpoint
CREATE TRIGGER link_asked_again_is_due AFTER UPDATE OF asked_at ON links WHEN NEW.hash IS NULL BEGIN
  INSERT INTO due VALUES (coalesce(NEW.company_id, 0), 'link', NEW.id, NEW.asked_at, 0);
END;
--> statement-breakpoint
CREATE TRIGGER deleted_link_leaves_outbox AFTER DELETE ON links BEGIN
  DELETE FROM outbox WHERE topic = 'link' AND subject_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER link_is_used_once BEFORE UPDATE OF used_at ON links WHEN NEW.used_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'link_spent') WHERE OLD.used_at IS NOT NULL OR OLD.hash IS NULL OR NEW.used_at > OLD.expires_at;
END;
--> statement-breakpoint
CREATE TRIGGER invitation_is_allowed BEFORE INSERT ON links WHEN NEW.invited_by IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'member_is_archived') FROM members WHERE company_id = NEW.company_id AND id = NEW.member_id AND NOT is_active;
END;
--> statement-breakpoint
-- Who is archived is signed out, and stays so when they come back.
CREATE TRIGGER archived_member_signs_out AFTER UPDATE OF is_active ON members WHEN OLD.is_active AND NOT NEW.is_active BEGIN
  DELETE FROM sessions WHERE company_id = NEW.company_id AND member_id = NEW.id;
  DELETE FROM links WHERE company_id = NEW.company_id AND member_id = NEW.id;
END;
--> statement-breakpoint
-- What has expired leaves as new ones come, two for one: no clock and no job needed, on the edge as on Node.
CREATE TRIGGER links_forget AFTER INSERT ON links BEGIN
  DELETE FROM links WHERE id IN (SELECT id FROM links WHERE expires_at < NEW.asked_at ORDER BY expires_at LIMIT 2);
END;
--> statement-breakpoint
CREATE TRIGGER sessions_forget AFTER INSERT ON sessions BEGIN
  DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < NEW.created_at ORDER BY expires_at LIMIT 2);
END;
--> statement-breakpoint
CREATE TRIGGER acts_are_added BEFORE INSERT ON acts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only') WHERE EXISTS (SELECT 1 FROM acts WHERE id = NEW.id);
END;
--> statement-breakpoint
-- Without a list of columns, because `SET rowid` is in none.
CREATE TRIGGER acts_do_not_change BEFORE UPDATE ON acts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
--> statement-breakpoint
CREATE TRIGGER acts_stay BEFORE DELETE ON acts BEGIN
  SELECT RAISE(ABORT, 'history_is_append_only');
END;
