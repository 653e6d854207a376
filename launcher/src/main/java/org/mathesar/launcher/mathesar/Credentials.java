package org.mathesar.launcher.mathesar;

import org.mathesar.launcher.storage.Secret;

/** As whom Mathesar's methods are called. */
public sealed interface Credentials {
    /** A session that Mathesar gave out: the value of the cookie {@code sessionid}. */
    record Session(Secret cookie) implements Credentials {}

    /** HTTP Basic (RFC 7617); the name holds no colon. */
    record Basic(String username, Secret password) implements Credentials {}
}
