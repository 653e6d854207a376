package org.mathesar.launcher.concierge;

import java.util.List;
import java.util.function.Consumer;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.storage.DataDirectory;

/**
 * Connects databases to Mathesar. Every step looks first, so that whatever was interrupted is finished by doing it again.
 * Call it for databases that a diagnosis has found usable.
 */
public final class Connector {
    /**
     * @param rpc Mathesar, as the administrator
     * @param administrator who is to work in the database with the first of the roles
     * @param data where the name (never the password) of an installer is kept while Mathesar stores its password
     */
    public Connector(MathesarRpc rpc, MathesarRpc.User administrator, DataDirectory data) {}

    /** What will be there afterwards that is not there now, one sentence each; empty where nothing is left to do. */
    public List<String> creates(WantedConnection wanted) {
        throw new UnsupportedOperationException();
    }

    /**
     * Connects, or brings what is connected to what is wanted.
     *
     * @param progress is given all lines whenever one of them changes
     */
    public Outcome connect(WantedConnection wanted, Consumer<List<WorkLine>> progress) {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes the installers' passwords that Mathesar still stores because an earlier connection was cut short; one
     * sentence for each that could not be removed. Call it when Mathesar has started.
     */
    public List<String> forgetInstallers() {
        throw new UnsupportedOperationException();
    }
}
