package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a database holds that roles can be given rights on, seen by the role that would grant them.
 *
 * @param database its name as SQL takes it
 * @param grantor the role's own name
 */
record Ground(String database, String grantor, String grantorSql, List<Schema> schemas) {

    /**
     * @param sql its name as SQL takes it
     * @param everyoneCreates whether PUBLIC may create in it
     * @param grantorCreates whether the role itself may make tables in it
     * @param things its tables, views and sequences
     */
    record Schema(String name, String sql, boolean everyoneCreates, boolean grantorCreates, List<Thing> things) {
        boolean holdsTables() {
            return things.stream().anyMatch(thing -> !thing.sequence());
        }

        /** Those whose later tables the grantor may, or may not, grant rights on. */
        Set<String> makers(boolean grantable) {
            Set<String> makers = new TreeSet<>();
            things.stream().filter(thing -> thing.ownersRights() == grantable).map(Thing::owner).forEach(makers::add);
            return makers;
        }
    }

    /**
     * A table, view or sequence.
     *
     * @param owner as SQL takes it
     * @param ownersRights whether the role has those of the owner
     * @param grantable whether the role may grant rights on it
     */
    record Thing(String sql, boolean sequence, String owner, boolean ownersRights, boolean grantable) {}

    private static final String SCHEMAS = """
            SELECT n.nspname, format('%I', n.nspname), has_schema_privilege(n.oid, 'CREATE'),
                   EXISTS (SELECT FROM aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
                           WHERE a.grantee = 0 AND a.privilege_type = 'CREATE')
            FROM pg_namespace n
            WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'msar', '__msar', 'mathesar_types')
            ORDER BY n.nspname <> 'public', n.nspname""";
    private static final String THINGS = """
            SELECT n.nspname, format('%I.%I', n.nspname, c.relname), c.relkind = 'S',
                   format('%I', pg_get_userbyid(c.relowner)), pg_has_role(c.relowner, 'USAGE'),
                   pg_has_role(c.relowner, 'USAGE') OR c.relkind <> 'S'
                       AND has_table_privilege(c.oid, 'SELECT WITH GRANT OPTION')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY n.nspname, c.relname""";

    static Ground of(Connection connection) throws SQLException {
        Map<String, List<Thing>> things = new LinkedHashMap<>();
        List<Schema> schemas = new ArrayList<>();
        try (PreparedStatement all = connection.prepareStatement(THINGS); ResultSet row = all.executeQuery()) {
            while (row.next()) {
                things.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(new Thing(row.getString(2),
                        row.getBoolean(3), row.getString(4), row.getBoolean(5), row.getBoolean(6)));
            }
        }
        try (PreparedStatement all = connection.prepareStatement(SCHEMAS); ResultSet row = all.executeQuery()) {
            while (row.next()) {
                schemas.add(new Schema(row.getString(1), row.getString(2), row.getBoolean(4), row.getBoolean(3),
                        things.getOrDefault(row.getString(1), List.of())));
            }
        }
        try (PreparedStatement here = connection
                .prepareStatement("SELECT format('%I', current_database()), current_user, format('%I', current_user)");
                ResultSet row = here.executeQuery()) {
            row.next();
            return new Ground(row.getString(1), row.getString(2), row.getString(3), List.copyOf(schemas));
        }
    }
}
