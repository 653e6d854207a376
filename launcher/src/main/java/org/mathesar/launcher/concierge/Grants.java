package org.mathesar.launcher.concierge;

/** Writes down, in SQL, who may do what with an object that is to be made again. */
final class Grants {
    private Grants() {}

    /**
     * An expression for the statements that restore the rights; empty text where the object has the usual ones.
     *
     * @param acl the column that holds the rights
     * @param object an expression for the object as GRANT names it
     */
    static String of(String acl, String object) {
        return "coalesce((SELECT 'REVOKE ALL ON ' || " + object + " || ' FROM PUBLIC; ' || string_agg(format("
                + "'GRANT %s ON %s TO %s%s;', privilege_type, " + object + ", CASE grantee WHEN 0 THEN 'PUBLIC' ELSE"
                + " quote_ident(pg_get_userbyid(grantee)) END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE ''"
                + " END), ' ') FROM aclexplode(" + acl + ")), '')";
    }
}
