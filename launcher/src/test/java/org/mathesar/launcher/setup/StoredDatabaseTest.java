package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.database.AuthorityPem;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.PrivateAuthority;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.storage.Secrets;

class StoredDatabaseTest {
    private static final Plan EXTERNAL = new Plan(new Address.AsReached(),
            new DatabaseChoice.External("db.example.org", 5433, "mathesar", "ada", "verify-full"));

    @TempDir
    Path directory;

    private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory, false);
    }

    private Optional<Database> stored(SetupState state) {
        new SetupStore(data).save(state);
        return StoredDatabase.of(data);
    }

    @Test
    void nothingIsKnownBeforeItIsChosen() {
        assertEquals(Optional.empty(), StoredDatabase.of(data));
        assertEquals(Optional.empty(), stored(new SetupState.Unclaimed()));
        assertEquals(Optional.empty(), stored(new SetupState.Asking(Plan.Draft.EMPTY)));
    }

    @Test
    void anExternalOneIsKnownFromItsChoiceOnWithItsPassword() {
        new Secrets(data).store(Services.EXTERNAL_PASSWORD, new Secret("secret"));
        Database expected = new Database.External("db.example.org", 5433, "mathesar", "ada", new Secret("secret"),
                SslMode.VERIFY_FULL);
        SetupState.Installing installing = new SetupState.Installing(EXTERNAL, Task.MIGRATE);
        for (SetupState state : List.of(new SetupState.Asking(EXTERNAL.draft()), installing,
                installing.blocked(new Problem.Fixable("It stands.", "Start it.")),
                new SetupState.NeedsOwner(EXTERNAL), new SetupState.Ready(EXTERNAL))) {
            assertEquals(Optional.of(expected), stored(state), state::toString);
        }
    }

    @Test
    void anExternalOneIsKnownWithTheAuthorityThatItsOwnerGave() throws Exception {
        String pem = Files.readString(PrivateAuthority.named("Example company").write(directory.resolve("ca.pem")));
        AuthorityPem.Reading reading = AuthorityPem.read(pem, Instant.now());
        AuthorityPem authority = assertInstanceOf(AuthorityPem.Reading.Usable.class, reading).authority();
        new TrustedAuthorities(data, InstantSource.system()).give("db.example.org", 5433, authority);
        Database known = stored(new SetupState.Ready(EXTERNAL)).orElseThrow();
        assertEquals(pem.strip(), Files.readString(known.authorities().orElseThrow()).strip());
    }

    @Test
    void theBundledOneIsKnownOnceItWasMade() throws Exception {
        SetupState ready = new SetupState.Ready(new Plan(new Address.AsReached(), new DatabaseChoice.Bundled()));
        assertEquals(Optional.empty(), stored(ready));
        data.write(data.path("postgres", "port"), "5439\n");
        assertEquals(Optional.empty(), stored(ready));
        new Secrets(data).store("database-password", new Secret("secret"));
        assertEquals(Optional.of(new Database.Bundled(5439, new Secret("secret"))), stored(ready));
    }
}
