package org.mathesar.launcher.setup;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.setup.Databases.RoleCheck;

/** What a {@link ConnectTalk} has done for it, as the administrator whose talk it is. */
interface ConnectWork {

    Report examine(Database.External candidate, Purpose purpose, Consumer<Finding> live) throws InterruptedException;

    List<String> creates(WantedConnection wanted);

    Prepared preparation(Database.External installer);

    RoleCheck checkRole(Database.External role) throws InterruptedException;

    /** Mathesar's users, by name. */
    List<String> users();

    Outcome connect(WantedConnection wanted, Consumer<List<WorkLine>> progress);

    /** Empty where nothing could be seen. */
    Optional<RowSecurity> rows(Database.External role);
}
