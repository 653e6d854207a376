package org.mathesar.launcher.concierge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.Ground.Schema;
import org.mathesar.launcher.concierge.Ground.Thing;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Kind;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Relation;
import org.mathesar.launcher.storage.Secret;

/** The statements that make the role people work as; it may neither create nor own anything. */
final class WorkingRoleSql {
    private static final String ATTRIBUTES = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
    /** So many tables get an example of their own. */
    private static final int EXAMPLES = 20;

    private final Ground ground;
    private final RowSecurityCatalog rows;
    private final boolean roleExists;
    private final String name;
    private final String role;
    private final List<Schema> schemas;
    private final boolean readOnly;
    private final List<String> lines = new ArrayList<>();

    /** @param rows seen for the working role, where it exists already */
    WorkingRoleSql(Ground ground, RowSecurityCatalog rows, boolean roleExists, RoleSql.Wanted wanted) {
        this.ground = ground;
        this.rows = rows;
        this.roleExists = roleExists;
        this.name = wanted.workingRole();
        this.role = SqlText.name(wanted.workingRole());
        this.schemas = wanted.schemas().isEmpty()
                ? RoleSql.usual(ground)
                : ground.schemas().stream().filter(schema -> wanted.schemas().contains(schema.name())).toList();
        this.readOnly = wanted.readOnly();
    }

    String text(Secret password) {
        lines.add("-- The role that people work as. It owns nothing and cannot create, alter or drop anything;");
        lines.add("-- row-level security holds for it.");
        lines.add(RoleSql.made(name, ATTRIBUTES, password));
        lines.add("GRANT CONNECT ON DATABASE " + ground.database() + " TO " + role + ";");
        schemas.forEach(this::grant);
        everyone();
        ownersViews();
        policies();
        lines.add("");
        return SqlText.script(lines);
    }

    private void grant(Schema schema) {
        String rights = readOnly ? "SELECT" : "SELECT, INSERT, UPDATE, DELETE";
        lines.add("");
        lines.add("GRANT USAGE ON SCHEMA " + schema.sql() + " TO " + role + ";");
        on(schema, false, rights);
        if (!readOnly) {
            on(schema, true, "USAGE");
        }
        Set<String> makers = new TreeSet<>(schema.makers(true));
        if (schema.grantorCreates()) {
            makers.add(ground.grantorSql());
        }
        makers.forEach(maker -> later(schema, maker, rights, ""));
        schema.makers(false)
                .forEach(maker -> later(schema, maker, rights, "-- As " + maker + ", if it makes tables: "));
    }

    /** All of a kind in one statement where that is allowed, which also holds for tables made until it is run. */
    private void on(Schema schema, boolean sequences, String rights) {
        String kind = sequences ? "SEQUENCE" : "TABLE";
        List<Thing> things = schema.things().stream().filter(thing -> thing.sequence() == sequences).toList();
        if (things.stream().allMatch(Thing::grantable)) {
            String all = " ON ALL " + kind + "S IN SCHEMA " + schema.sql();
            if (readOnly) {
                lines.add("REVOKE ALL" + all + " FROM " + role + ";");
            }
            lines.add("GRANT " + rights + all + " TO " + role + ";");
            return;
        }
        String mine = things.stream().filter(Thing::grantable).map(Thing::sql).collect(Collectors.joining(",\n    "));
        if (!mine.isEmpty() && readOnly) {
            lines.add("REVOKE ALL ON " + kind + "\n    " + mine + "\n    FROM " + role + ";");
        }
        if (!mine.isEmpty()) {
            lines.add("GRANT " + rights + " ON " + kind + "\n    " + mine + "\n    TO " + role + ";");
        }
        things.stream().filter(thing -> !thing.grantable()).forEach(thing -> lines.add("-- As " + thing.owner()
                + ", if people shall see it: GRANT " + rights + " ON " + kind + " " + thing.sql() + " TO " + role
                + ";"));
    }

    private void later(Schema schema, String maker, String rights, String unless) {
        String start = unless + "ALTER DEFAULT PRIVILEGES FOR ROLE " + maker + " IN SCHEMA " + schema.sql();
        if (readOnly) {
            lines.add(start + " REVOKE ALL ON TABLES FROM " + role + ";");
        }
        lines.add(start + " GRANT " + rights + " ON TABLES TO " + role + ";");
        if (!readOnly) {
            lines.add(start + " GRANT USAGE ON SEQUENCES TO " + role + ";");
        }
    }

    /** Up to PostgreSQL 14 everyone may create tables in schema public. */
    private void everyone() {
        ground.schemas().stream().filter(Schema::everyoneCreates).forEach(schema -> lines.addAll(List.of("",
                "-- Everyone may create tables in schema " + schema.sql() + ". Roles that need it keep it with",
                "-- GRANT CREATE ON SCHEMA " + schema.sql() + " TO …;",
                "REVOKE CREATE ON SCHEMA " + schema.sql() + " FROM PUBLIC;")));
    }

    private void ownersViews() {
        OwnersViews ownersViews = new OwnersViews(rows);
        List<Relation> views = chosen().stream().filter(ownersViews::skip).toList();
        if (views.isEmpty()) {
            return;
        }
        lines.addAll(List.of("", "-- These views show rows with the rights of an owner who skips row-level security."));
        for (Relation view : views) {
            lines.add("REVOKE ALL ON " + view.sql() + " FROM " + role + ";");
            if (view.kind() == Kind.VIEW && rows.role().knowsInvokerViews()) {
                lines.add("-- To open it safely: ALTER VIEW " + view.sql() + " SET (security_invoker = true);");
                lines.add("--                    GRANT SELECT ON " + view.sql() + " TO " + role + ";");
            }
        }
    }

    private void policies() {
        List<Relation> closed = chosen().stream().filter(table -> table.kind() == Kind.TABLE && table.enabled())
                .filter(table -> rows.policies().getOrDefault(table.id(), List.of()).stream()
                        .noneMatch(policy -> policy.permissive() && policy.isFor("SELECT")
                                && policy.reading().letsThrough()
                                && (roleExists ? policy.applies() : policy.everyone())))
                .toList();
        if (closed.isEmpty()) {
            return;
        }
        lines.addAll(List.of("",
                "-- Row-level security is on for the tables below, and no policy lets " + role + " see a"
                        + " row of them.",
                "-- Without the dashes these let it see and change all; write your rule instead of"
                        + " true."));
        closed.stream().limit(EXAMPLES).forEach(this::example);
        closed.stream().skip(EXAMPLES).forEach(table -> lines.add("-- The same for " + table.sql()));
    }

    private void example(Relation table) {
        lines.add(policy(table, "reads", "SELECT") + " USING (true);");
        if (!readOnly) {
            lines.add(policy(table, "adds", "INSERT") + " WITH CHECK (true);");
            lines.add(policy(table, "changes", "UPDATE") + " USING (true) WITH CHECK (true);");
            lines.add(policy(table, "deletes", "DELETE") + " USING (true);");
        }
    }

    private String policy(Relation table, String does, String command) {
        return "-- CREATE POLICY " + SqlText.name(name + "_" + does) + " ON " + table.sql() + " FOR " + command + " TO "
                + role;
    }

    private List<Relation> chosen() {
        Set<String> names = schemas.stream().map(Schema::name).collect(Collectors.toSet());
        return rows.relations().stream().filter(relation -> names.contains(relation.schema())).toList();
    }
}
