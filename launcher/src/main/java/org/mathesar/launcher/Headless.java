package org.mathesar.launcher;

import java.nio.file.Path;
import java.util.Optional;
import org.mathesar.launcher.Settings.GivenDatabase;
import org.mathesar.launcher.database.AuthorityPem;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.setup.Administrator;
import org.mathesar.launcher.setup.Administrator.Consents;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.setup.Services;
import org.mathesar.launcher.setup.Setup;
import org.mathesar.launcher.setup.SetupState;
import org.mathesar.launcher.setup.StoredDatabase;
import org.mathesar.launcher.setup.Task;
import org.mathesar.launcher.storage.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan as far as the environment supplies it. With an administrator it is whole and no browser is needed; a database
 * alone answers that one question of the wizard.
 */
final class Headless {
    private static final Logger LOG = LoggerFactory.getLogger(Headless.class);

    private final Settings settings;
    private final Secrets secrets;
    private final TrustedAuthorities authorities;

    Headless(Settings settings, Secrets secrets, TrustedAuthorities authorities) {
        this.settings = settings;
        this.secrets = secrets;
        this.authorities = authorities;
    }

    /** Where first boot begins on a new data directory. */
    SetupState beginning() {
        SetupState.Asking asking = new SetupState.Unclaimed().claim();
        return settings.administrator().isPresent()
                ? asking.confirm(new Plan(new Address.AsReached(), database()))
                : new SetupState.Unclaimed();
    }

    /**
     * Lets a stopped set-up go on with what the environment says now, for nobody may be there to press a button. Answers
     * are replaced only while no database was prepared with the old ones.
     */
    void goOn(Setup setup) {
        if (settings.administrator().isEmpty()) {
            return;
        }
        Plan plan = new Plan(new Address.AsReached(), database());
        setup.advance(SetupState.Unclaimed.class, unclaimed -> unclaimed.claim().confirm(plan));
        setup.advance(SetupState.Blocked.class, blocked -> blocked.task().compareTo(Task.PREPARE_DATABASE) <= 0
                ? blocked.revise().confirm(plan)
                : blocked.retry());
    }

    /** The database that the environment names, for the question that it answers. */
    Optional<DatabaseChoice> answeredDatabase() {
        return settings.database().map(Headless::choice);
    }

    /** The first user, where the environment names one. */
    Optional<Administrator> administrator() {
        return settings.administrator().map(given -> new Administrator(given.username(), given.password().reveal(),
                "en", Consents.NONE));
    }

    /** Keeps a given password that belongs to the plan, and says which values are ignored because all is decided. */
    void explain(SetupState state) {
        Optional<DatabaseChoice> decided = StoredDatabase.choice(state);
        if (settings.administrator().isPresent() && state instanceof SetupState.Ready) {
            LOG.info("the administrator's name and password in the environment are ignored:"
                    + " this server is already set up");
        }
        authorities.giveEverywhere(everybodys());
        settings.database().ifPresent(given -> {
            if (decided.isEmpty() || decided.get().equals(choice(given))) {
                secrets.store(Services.EXTERNAL_PASSWORD, given.password());
                given.authority().ifPresent(authority -> authorities.give(given.host(), given.port(), authority));
            } else {
                LOG.warn("the database in the environment is ignored: this server is already set up with another");
            }
        });
    }

    /** libpq's own variable counts for all that Mathesar connects to, and so do the certificates it names. */
    private Optional<AuthorityPem> everybodys() {
        return Optional.ofNullable(settings.passThrough().get("PGSSLROOTCERT")).flatMap(file -> {
            try {
                return Optional.of(SettingSyntax.authority(Path.of(file)));
            } catch (IllegalArgumentException e) {
                LOG.warn("PGSSLROOTCERT ({}) {}", file, e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** The database as far as anyone can tell before the owner has answered. */
    DatabaseChoice database() {
        return answeredDatabase().orElse(new DatabaseChoice.Bundled());
    }

    private static DatabaseChoice choice(GivenDatabase given) {
        return new DatabaseChoice.External(given.host(), given.port(), given.name(), given.user(), given.sslMode());
    }
}
