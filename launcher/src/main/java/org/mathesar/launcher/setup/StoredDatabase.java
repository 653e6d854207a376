package org.mathesar.launcher.setup;

import java.time.InstantSource;
import java.util.Optional;
import org.mathesar.launcher.database.BundledPostgres;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.storage.Secrets;

/** Mathesar's own database as a data directory knows it, for whoever looks from outside the running launcher. */
public final class StoredDatabase {
    private StoredDatabase() {}

    /** Empty until one was chosen. */
    public static Optional<Database> of(DataDirectory data) {
        Secrets secrets = new Secrets(data);
        return new SetupStore(data).load().flatMap(StoredDatabase::choice).flatMap(choice -> switch (choice) {
            case DatabaseChoice.Bundled _ -> BundledPostgres.kept(data, secrets).map(Database.class::cast);
            case DatabaseChoice.External external -> Optional.of(
                    external(external, secrets, new TrustedAuthorities(data, InstantSource.system())));
        });
    }

    /** With what is no part of a plan: its password, and the authority that its server is judged by. */
    static Database.External external(DatabaseChoice.External chosen, Secrets secrets, TrustedAuthorities authorities) {
        return authorities.restored(new Database.External(chosen.host(), chosen.port(), chosen.database(),
                chosen.user(), secrets.find(Services.EXTERNAL_PASSWORD).orElse(new Secret("")),
                SslMode.parse(chosen.sslMode()).orElse(SslMode.PREFER)));
    }

    /** What the state says of the database, as far as it was chosen. */
    public static Optional<DatabaseChoice> choice(SetupState state) {
        return switch (state) {
            case SetupState.Unclaimed _ -> Optional.empty();
            case SetupState.Asking(Plan.Draft draft) -> draft.database();
            case SetupState.Installing(Plan plan, _) -> Optional.of(plan.database());
            case SetupState.Blocked(Plan plan, _, _) -> Optional.of(plan.database());
            case SetupState.NeedsOwner(Plan plan) -> Optional.of(plan.database());
            case SetupState.Ready(Plan plan) -> Optional.of(plan.database());
        };
    }
}
