package org.mathesar.launcher.concierge;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the system catalogs say about rows and one role, in four questions whatever the size of the database; anyone who
 * may connect may ask them.
 *
 * @param policies by the table they belong to, also those that do not apply to the role
 * @param uses by the view that reads
 */
record RowSecurityCatalog(Role role, List<Relation> relations, Map<Long, List<Policy>> policies,
        Map<Long, List<Use>> uses) {

    /** @param mayBecome the roles that it may switch to and that skip row-level security */
    record Role(String name, int version, boolean superuser, boolean bypasses, boolean makesRoles,
            List<String> mayBecome) {
        /** Views with the rights of whoever reads them. */
        boolean knowsInvokerViews() {
            return version >= 150_000;
        }
    }

    /** What a relation is; partitions are tables. */
    enum Kind {
        TABLE,
        FOREIGN,
        VIEW,
        STORED_VIEW;

        static Kind of(String relkind) {
            return switch (relkind) {
                case "v" -> VIEW;
                case "m" -> STORED_VIEW;
                case "f" -> FOREIGN;
                default -> TABLE;
            };
        }

        boolean isView() {
            return this == VIEW || this == STORED_VIEW;
        }
    }

    /** What the role may do by its grants, before any policy is asked. */
    record Grants(boolean enters, boolean selects, boolean inserts, boolean updates, boolean deletes,
            boolean truncates) {
        boolean reads() {
            return enters && selects;
        }
    }

    /**
     * @param sql its name as SQL takes it
     * @param owned whether the role has the rights of the owner
     * @param becomesOwner whether it may switch to the owner
     * @param invoker whether a view reads with the rights of whoever reads it
     * @param parents tables that show these rows too
     * @param exposedTo those of Supabase's API roles that may do something with it
     */
    record Relation(long id, String schema, String name, String sql, Kind kind, boolean partition, boolean enabled,
            boolean forced, String owner, boolean owned, boolean becomesOwner, Grants grants, boolean invoker,
            boolean ofExtension, List<Long> parents, List<String> exposedTo) {}

    /** What a policy's expression does on a direct connection, as far as its text tells. */
    enum Gate {
        /** Lets every row through. */
        OPEN,
        /** Depends on the row or the role. */
        RULE,
        /** Asks for the token of an API request through a function of its own. */
        TOKEN_PERHAPS,
        /** Asks for the token of an API request, where there is none: lets nothing through. */
        TOKEN,
        /** Lets nothing through. */
        SHUT;

        boolean letsThrough() {
            return this != SHUT && this != TOKEN;
        }

        boolean asksForToken() {
            return this == TOKEN || this == TOKEN_PERHAPS;
        }
    }

    /**
     * @param command one of {@code SELECT INSERT UPDATE DELETE ALL}
     * @param applies whether it is made for the role, for one whose rights it has or for everyone
     * @param everyone whether it is made for everyone
     * @param reading what decides which rows are seen, changed and deleted
     * @param writing what decides which rows may be written
     * @param unreadable what it looks into and the role may not
     */
    record Policy(String name, String command, boolean permissive, boolean applies, boolean everyone, Gate reading,
            Gate writing, List<String> unreadable) {
        boolean isFor(String asked) {
            return command.equals(asked) || command.equals("ALL");
        }
    }

    /** @param skips whether the view's owner skips the row-level security of what it reads */
    record Use(long used, boolean skips) {}

    /** Asks for everything; empty where there is no such role. */
    static Optional<RowSecurityCatalog> read(Connection connection, String role) throws SQLException {
        int version = Integer.parseInt(
                ask(connection, "SELECT current_setting('server_version_num')", row -> row.getString(1)).getFirst());
        // before 16 every member may switch; since then membership says by itself whether it allows that
        String become = version >= 160_000 ? "SET" : "MEMBER";
        List<Role> roles = ask(connection, RowSecuritySql.ROLE.formatted(become),
                row -> new Role(role, version, row.getBoolean(1), row.getBoolean(2), row.getBoolean(3), texts(row, 4)),
                role);
        if (roles.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, List<Policy>> policies = new HashMap<>();
        ask(connection, RowSecuritySql.POLICIES, row -> policies.computeIfAbsent(row.getLong("polrelid"),
                _ -> new ArrayList<>()).add(policy(row)), role);
        Map<Long, List<Use>> uses = new HashMap<>();
        ask(connection, RowSecuritySql.USES, row -> uses.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                .add(new Use(row.getLong(2), row.getBoolean(3))));
        return Optional.of(new RowSecurityCatalog(roles.getFirst(),
                ask(connection, RowSecuritySql.RELATIONS.formatted(become), RowSecurityCatalog::relation, role),
                policies, uses));
    }

    /** The policies of a table that are made for the role. */
    List<Policy> policiesFor(Relation table) {
        return policies.getOrDefault(table.id(), List.of()).stream().filter(Policy::applies).toList();
    }

    /** Whether row-level security holds for the role when it reads the table itself. */
    boolean holds(Relation table) {
        return table.enabled() && !role.superuser() && !role.bypasses() && (!table.owned() || table.forced());
    }

    private static Relation relation(ResultSet row) throws SQLException {
        Grants grants = new Grants(row.getBoolean("enters"), row.getBoolean("selects"), row.getBoolean("inserts"),
                row.getBoolean("updates"), row.getBoolean("deletes"), row.getBoolean("truncates"));
        return new Relation(row.getLong("oid"), row.getString("nspname"), row.getString("relname"),
                row.getString("quoted"), Kind.of(row.getString("relkind")), row.getBoolean("relispartition"),
                row.getBoolean("relrowsecurity"), row.getBoolean("relforcerowsecurity"), row.getString("owner"),
                row.getBoolean("owned"), row.getBoolean("becomes"), grants, row.getBoolean("invoker"),
                row.getBoolean("extension"), texts(row, "parents").stream().map(Long::valueOf).toList(),
                texts(row, "exposed"));
    }

    private static Policy policy(ResultSet row) throws SQLException {
        boolean token = row.getBoolean("token");
        Optional<String> using = Optional.ofNullable(row.getString("using"));
        Optional<String> check = Optional.ofNullable(row.getString("checking"));
        return new Policy(row.getString("polname"), row.getString("command"), row.getBoolean("polpermissive"),
                row.getBoolean("applies"), row.getBoolean("everyone"), gate(using, token),
                gate(check.or(() -> using), token), texts(row, "unreadable"));
    }

    /** A policy without an expression lets nothing through; a comparison with NULL neither. */
    private static Gate gate(Optional<String> expression, boolean tokenThroughFunction) {
        String text = expression.map(String::strip).orElse("false");
        if (text.equals("true")) {
            return Gate.OPEN;
        }
        if (text.equals("false")) {
            return Gate.SHUT;
        }
        boolean mayHoldForNull = RowSecuritySql.MAY_HOLD_FOR_NULL.matcher(text).find();
        if (RowSecuritySql.TOKEN.matcher(text).find()) {
            return mayHoldForNull ? Gate.TOKEN_PERHAPS : Gate.TOKEN;
        }
        return tokenThroughFunction ? Gate.TOKEN_PERHAPS : Gate.RULE;
    }

    /** One line of an answer. */
    private interface Line<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> ask(Connection connection, String question, Line<T> line, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(line.read(rows));
                }
            }
            return lines;
        }
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return texts(row, row.findColumn(column));
    }
}
