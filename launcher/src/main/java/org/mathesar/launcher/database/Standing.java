package org.mathesar.launcher.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a role is and may do in the database it signed in to.
 *
 * @param role its name inside the database
 * @param readOnly whether nothing can be written in this session
 * @param replica whether the server follows another one
 * @param ownsDatabase as the owner, or as a member of the owner
 * @param schema where its tables go unless told otherwise: public, or what its search_path says; empty for none
 * @param mayCreateTables in that schema
 * @param schemaOwner of that schema; empty where there is none
 * @param encoding of the texts in the database, e.g. {@code UTF8}
 */
record Standing(String role, boolean superuser, boolean bypassesRowSecurity, boolean mayCreateDatabases,
        boolean mayCreateRoles, boolean ownsDatabase, boolean mayCreateSchemas, Optional<String> schema,
        boolean mayCreateTables, Optional<String> schemaOwner, boolean readOnly, boolean replica, String encoding) {

    private static final String QUESTION = """
            WITH place AS (SELECT oid, nspname, nspowner FROM pg_namespace
                           WHERE nspname = ?)
            SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreatedb, r.rolcreaterole,
                   pg_has_role(d.datdba, 'USAGE') AS owner,
                   has_database_privilege(d.oid, 'CREATE') AS create_schema,
                   (SELECT nspname FROM place) AS schema,
                   (SELECT has_schema_privilege(oid, 'CREATE') FROM place) AS create_table,
                   (SELECT pg_get_userbyid(nspowner) FROM place) AS schema_owner,
                   current_setting('transaction_read_only')::bool AS read_only,
                   pg_is_in_recovery() AS replica,
                   pg_encoding_to_char(d.encoding) AS encoding
            FROM pg_roles r, pg_database d
            WHERE r.rolname = current_user AND d.datname = current_database()""";

    /** Nearly all in one question, since each costs a way to the server and back. */
    static Standing of(Question question) throws SQLException {
        Question.Row row = question.row(QUESTION, question.schema().orElse("public"));
        return new Standing(row.text("rolname").orElseThrow(), row.is("rolsuper"), row.is("rolbypassrls"),
                row.is("rolcreatedb"), row.is("rolcreaterole"), row.is("owner"), row.is("create_schema"),
                row.text("schema"), row.is("create_table"), row.text("schema_owner"), row.is("read_only"),
                row.is("replica"), row.text("encoding").orElse(""));
    }

    ServerFacts facts(String version, Optional<String> systemIdentifier, boolean encrypted) {
        return new ServerFacts(version, systemIdentifier, encrypted, role, superuser, bypassesRowSecurity,
                mayCreateDatabases || superuser, mayCreateRoles || superuser, ownsDatabase, mayCreateSchemas);
    }

    /** What row-level security does not hold back; empty where it does. */
    Optional<String> beyondRowSecurity() {
        if (superuser) {
            return Optional.of("it is a superuser");
        }
        return bypassesRowSecurity ? Optional.of("it has BYPASSRLS") : Optional.empty();
    }

    /** The role's powers in one sentence. */
    String sentence() {
        List<String> powers = new ArrayList<>();
        if (superuser) {
            powers.add("is a superuser");
        } else {
            add(powers, ownsDatabase, "owns the database");
            add(powers, mayCreateSchemas && !ownsDatabase, "may create schemas");
            add(powers, mayCreateDatabases, "may create databases (CREATEDB)");
            add(powers, mayCreateRoles, "may create roles (CREATEROLE)");
            add(powers, bypassesRowSecurity, "skips row-level security (BYPASSRLS)");
        }
        String subject = "The role " + role + " ";
        if (powers.isEmpty()) {
            return subject + "may sign in, without further powers.";
        }
        int last = powers.size() - 1;
        return subject + (last == 0
                ? powers.getFirst()
                : String.join(", ", powers.subList(0, last)) + " and " + powers.get(last)) + ".";
    }

    private static void add(List<String> powers, boolean has, String power) {
        if (has) {
            powers.add(power);
        }
    }
}
