package org.mathesar.launcher.database;

import java.util.Optional;

/**
 * What a role that signed in could see of the server and of itself.
 *
 * @param version as the server names it, e.g. {@code 16.4}
 * @param systemIdentifier of the cluster; empty where the role may not ask for it
 * @param encrypted whether the connection used TLS
 * @param role the role's name inside the database, which a pooler's user name may differ from
 */
public record ServerFacts(String version, Optional<String> systemIdentifier, boolean encrypted, String role,
        boolean superuser, boolean bypassesRowSecurity, boolean mayCreateDatabases, boolean mayCreateRoles,
        boolean ownsDatabase, boolean mayCreateSchemas) {}
