package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.Pebble;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.AcmeAuthority;
import org.mathesar.launcher.tls.AcmeIssuer;
import org.mathesar.launcher.tls.Challenges;

@Tag("certificates")
class AccountKeyTest {
    @TempDir
    Path directory;

    @Test
    void theOwnersWishIsFulfilledOnce() throws Exception {
        DataDirectory data = DataDirectory.open(directory, false);
        try (Pebble pebble = Pebble.start()) {
            AcmeIssuer issuer = new AcmeIssuer(
                    new AcmeAuthority(pebble.directory(), Optional.of(pebble.caFile()), Optional.empty()), data,
                    new Challenges(), _ -> {}, InstantSource.system(), "test");
            AccountKey key = new AccountKey(data, issuer);
            key.exchangeIfWished();
            assertEquals(0, accounts().count(), "nobody wished for anything, so no account was opened");
            wish();
            key.exchangeIfWished();
            String first = accountKey();
            wish();
            key.exchangeIfWished();
            String second = accountKey();
            assertNotEquals(first, second);
            key.exchangeIfWished();
            assertEquals(second, accountKey());
        }
    }

    @Test
    void aWishThatFailsLeavesTheOldKeyAndIsGivenUp() throws Exception {
        DataDirectory data = DataDirectory.open(directory, false);
        String before;
        AcmeIssuer issuer;
        try (Pebble pebble = Pebble.start()) {
            issuer = new AcmeIssuer(
                    new AcmeAuthority(pebble.directory(), Optional.of(pebble.caFile()), Optional.empty()), data,
                    new Challenges(), _ -> {}, InstantSource.system(), "test");
            wish();
            new AccountKey(data, issuer).exchangeIfWished();
            before = accountKey();
        }
        wish();
        new AccountKey(data, issuer).exchangeIfWished();
        assertEquals(before, accountKey());
        assertTrue(Files.notExists(data.path("acme", "new-account-key")));
    }

    private void wish() {
        assertEquals(0, Main.execute(new String[]{"account-key", "--data", directory.toString()}, System.err));
    }

    private String accountKey() throws IOException {
        try (Stream<Path> files = accounts()) {
            return Files.readString(files.findFirst().orElseThrow());
        }
    }

    private Stream<Path> accounts() throws IOException {
        return Files.exists(directory.resolve("acme"))
                ? Files.walk(directory.resolve("acme")).filter(file -> file.endsWith("account.pem"))
                : Stream.empty();
    }
}
