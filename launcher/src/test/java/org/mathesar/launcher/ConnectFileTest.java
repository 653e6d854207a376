package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Declaration;
import org.mathesar.launcher.concierge.Declaration.NewUser;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WantedConnection.Collaborator;
import org.mathesar.launcher.concierge.WantedConnection.WorkingRole;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.MadeCertificates;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;

class ConnectFileTest {
    @TempDir
    static Path directory;

    @BeforeAll
    static void make() throws Exception {
        MadeCertificates make = new MadeCertificates(directory);
        make.root("authority");
        make.server("server", "authority");
        Files.writeString(directory.resolve("installer-password"), "  s3cret\n");
        Files.writeString(directory.resolve("nothing"), "\n");
    }

    @Test
    void aWholeFileIsRead() throws Exception {
        Declaration declared = declared("""
                connections:
                  - url: postgres://installer@db.example.org:5433/school
                    password_file: installer-password
                    nickname: School
                    access: no-structure-changes
                    authority: authority.crt
                    roles:
                      - name: editor
                        password: 0123
                      - {name: reader, password: " with space "}
                    collaborators:
                      - user: bo
                        role: reader
                users:
                  - username: bo
                    password: correct horse
                    full_name: Bo Ek
                    email: bo@example.org
                """);
        Database.External place = new Database.External("db.example.org", 5433, "school", "installer",
                new Secret("s3cret"), SslMode.VERIFY_FULL, Optional.of(directory.resolve("authority.crt")));
        assertEquals(new Declaration(List.of(new WantedConnection(place, Optional.of("School"),
                Access.NO_STRUCTURE_CHANGES, List.of(new WorkingRole("editor", new Secret("0123")),
                        new WorkingRole("reader", new Secret(" with space "))),
                List.of(new Collaborator("bo", "reader")))),
                List.of(new NewUser("bo", new Secret("correct horse"), Optional.of("Bo Ek"),
                        Optional.of("bo@example.org")))),
                declared);
    }

    @Test
    void jsonIsReadToo() throws Exception {
        WantedConnection wanted = declared("""
                {"connections": [{"url": "postgres://a:p@db/x?sslmode=require"}]}""").connections().getFirst();
        assertEquals(new Database.External("db", 5432, "x", "a", new Secret("p"), SslMode.REQUIRE),
                wanted.installer());
        assertEquals(Access.FULL, wanted.access());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "connections:\n", "connections: []\nusers: []\n", "{}"})
    void anEmptyFileDeclaresNothing(String text) throws Exception {
        assertTrue(declared(text).isEmpty());
    }

    @Test
    void everyMistakeIsNamedAtOnceWithItsLine() throws Exception {
        assertEquals(List.of("line 2: url lacks a host, a database name or a user (postgres://user@host:5432/database)",
                "line 3: the key nickame is unknown (did you mean nickname?)",
                "line 4: access is neither full nor no-structure-changes",
                "line 5: sslmode is none of disable, allow, prefer, require, verify-ca, verify-full",
                "line 6: authority is of no use. This is the certificate of a server, not of the authority that signed it",
                "line 8: password_file is missing", "line 9: name is missing",
                "line 9: password_file names " + directory.resolve("nothing") + ", which is empty",
                "line 10: url is missing", "line 11: password_file names " + directory.resolve("absent")
                        + ", which cannot be read",
                "line 13: The password is too short: it needs at least 8 characters",
                "line 14: the key collaborators is unknown (did you mean connections?)"), mistakes("""
                        connections:
                          - url: postgres://db/x
                            nickame: y
                            access: all
                            sslmode: sometimes
                            authority: server.crt
                            roles:
                              - name: editor
                              - password_file: nothing
                          - nickname: lost
                            password_file: absent
                        users:
                          - {username: bo, password: short}
                        collaborators: []
                        """));
    }

    @Test
    void partsThatDoNotFitTogetherAreNamed() throws Exception {
        assertEquals(List.of(
                "line 2: url holds a password, and password or password_file gives one too; keep one",
                "line 4: without structure changes people need roles to work as; list them under roles",
                "line 5: with an authority, sslmode is verify-full, verify-ca or require",
                "line 7: url names a file with sslrootcert; give that file as authority",
                "line 8: the role editr is none of this database’s roles (a, editor)",
                "line 8: user bo is there twice",
                "line 10: this database is there twice; put all its roles into one entry"), mistakes("""
                        connections:
                          - url: postgres://a:p@db/x
                            password_file: installer-password
                            access: no-structure-changes
                            sslmode: prefer
                            authority: authority.crt
                          - url: postgres://a@db/y?sslrootcert=/x
                            collaborators: [{user: bo, role: a}, {user: bo, role: editr}]
                            roles: [{name: editor, password: p}]
                          - url: host=db dbname=x user=b
                        """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"- url: x", "hunter2", "connections: hunter2", "connections: {url: hunter2}",
            "connections:\n  - hunter2", "connections:\n  - url: [hunter2]", "connections:\n\t- url: hunter2",
            "connections: [", "a: &x hunter2\nb: *x", "users: []\nusers: []", "a: 1\n---\nb: hunter2", "\"hunter2",
            "connections:\n  - url: hunter2\n", "connections:\n  - url: postgres://a:hunter2@h:x/d\n",
            "users:\n  - {username: bo, password: hunter2}", "users:\n  - hunter2: hunter2\n"})
    void whatIsNoSuchFileIsRefusedWithoutQuotingIt(String text) throws Exception {
        List<String> mistakes = mistakes(text);
        assertFalse(mistakes.isEmpty());
        assertTrue(mistakes.stream().allMatch(mistake -> mistake.matches("line [1-9].*")), mistakes.toString());
        assertFalse(mistakes.toString().contains("hunter2"), mistakes.toString());
    }

    @Test
    void nothingDeclaredPrintsItsPasswords() throws Exception {
        Declaration declared = declared("""
                connections: [{url: "postgres://a:hunter2@db/x", roles: [{name: r, password: hunter2}]}]
                users: [{username: bo, password: hunter2 hunter2}]
                """);
        assertFalse(declared.toString().contains("hunter2"));
    }

    @Test
    void aWrongFileStopsTheStartLikeAnyWrongSetting() throws Exception {
        Path file = file("connections:\n  - uri: x\n");
        String summary = refusal(Map.of("MATHESAR_LAUNCHER_CONNECT_FILE", file.toString()));
        assertTrue(summary.contains("MATHESAR_LAUNCHER_CONNECT_FILE (" + file
                + ") line 2: the key uri is unknown (did you mean url?)"), summary);
        assertTrue(refusal(Map.of("MATHESAR_LAUNCHER_CONNECT_FILE", "/nowhere")).contains("cannot be read"));
    }

    @Test
    void oneDatabaseNeedsNoFile() {
        Settings settings = new SettingsReader(
                Map.of("MATHESAR_LAUNCHER_CONNECT_URL", "postgres://a:p@db/x")).read();
        assertEquals("x on db:5432", settings.declared().connections().getFirst().installer().display());
        String summary = refusal(Map.of("MATHESAR_LAUNCHER_CONNECT_URL", "postgres://a:hunter2@db"));
        assertTrue(summary.contains("MATHESAR_LAUNCHER_CONNECT_URL lacks a host"), summary);
        assertFalse(summary.contains("hunter2"), summary);
        assertTrue(refusal(Map.of("MATHESAR_LAUNCHER_CONNECT_URL", "postgres://a:p@db/x",
                "MATHESAR_LAUNCHER_CONNECT_FILE", directory.resolve("connections").toString())).contains("keep one"));
    }

    /** The example in the documentation is one that works. */
    @Test
    void theDocumentedExampleIsRead() throws Exception {
        String page = Files.readString(Path.of("").toAbsolutePath().resolveSibling("docs/connect-file.md"));
        String example = page.substring(page.indexOf("```yaml\n") + 8,
                page.indexOf("\n```\n", page.indexOf("```yaml")));
        for (String secret : List.of("rds-loader", "supabase-installer", "supabase-editor", "supabase-reader",
                "first-password")) {
            Files.writeString(directory.resolve(secret), "correct horse");
        }
        Declaration declared = declared(example.replace("/run/secrets/rds-ca.pem", "authority.crt")
                .replace("/run/secrets/", ""));
        assertEquals(2, declared.connections().size());
        assertEquals(2, declared.users().size());
    }

    private static String refusal(Map<String, String> environment) {
        return assertThrows(ProblemException.class, () -> new SettingsReader(environment).read()).problem().summary();
    }

    private static Declaration declared(String text) throws IOException {
        ConnectFile.Result result = ConnectFile.read(file(text));
        assertEquals(List.of(), result.mistakes());
        return result.declaration();
    }

    private static List<String> mistakes(String text) throws IOException {
        return ConnectFile.read(file(text)).mistakes();
    }

    private static Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("connections"), text);
    }
}
