package org.mathesar.launcher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.storage.Secret;

/** The release of Mathesar that MATHESAR_HOME names, served with an administrator, to be asked what it says itself. */
public final class RealMathesar implements AutoCloseable {
    private final ContractServer server;
    private final Visitor administrator;

    private RealMathesar(Path home) throws SQLException {
        server = ContractServer.start(new Subject.Real(home));
        server.goBackToAdministered();
        administrator = server.administrator();
    }

    /** Starts it; empty where none is named. */
    public static Optional<RealMathesar> start() throws SQLException {
        Optional<Path> home = Optional.ofNullable(System.getenv("MATHESAR_HOME")).filter(value -> !value.isEmpty())
                .map(Path::of);
        return home.isPresent() ? Optional.of(new RealMathesar(home.get())) : Optional.empty();
    }

    /** Its own database, under another name of this machine than it uses itself. */
    public Database.External internal() {
        return new Database.External("localhost", server.postgres().port(), Release.DATABASE, ThrowAwayPostgres.ROLE,
                new Secret(ThrowAwayPostgres.PASSWORD),
                SslMode.PREFER);
    }

    /** What it answers when this database is connected; "connected" where it works. */
    public String connect(Database.External candidate) {
        Map<String, Object> parameters = new HashMap<>(Map.of("host", candidate.host(), "port", candidate.port(),
                "database", candidate.name(), "role", candidate.user(), "password", candidate.password().reveal(),
                "sslmode", candidate.sslMode().libpq(), "sample_data", new String[0]));
        parameters.put("nickname", candidate.display());
        JsonNode answer = administrator.answer("databases.setup.connect_existing", parameters);
        JsonNode error = answer.path("error");
        return error.isMissingNode()
                ? "connected"
                : error.get("code").asInt() + " “" + error.get("message").asText().replace('\n', ' ') + "”";
    }

    @Override
    public void close() {
        server.close();
    }
}
