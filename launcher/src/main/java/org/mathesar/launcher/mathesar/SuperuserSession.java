package org.mathesar.launcher.mathesar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short session of an administrator, for work that nobody asks for in a browser. It is one of the application's own,
 * made with Django's public interfaces, is stored nowhere else, and ends when it is closed or after 15 minutes.
 */
public final class SuperuserSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SuperuserSession.class);

    /** Sets what Django's login would set, but not the time of the user's last login. */
    private static final String OPEN = """
            import json
            from importlib import import_module
            from django.conf import settings
            from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
            users = get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("pk")
            users = users.filter(username=WANTED) if WANTED else users
            # Whoever has to set a new password first is sent to that page from everywhere.
            user = next((user for user in users if not getattr(user, "password_change_needed", False)), None)
            answer = {}
            if user is not None:
                session = import_module(settings.SESSION_ENGINE).SessionStore()
                session[SESSION_KEY] = str(user.pk)
                session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
                session[HASH_SESSION_KEY] = user.get_session_auth_hash()
                session.set_expiry(900)
                session.save()
                answer = {"session": session.session_key, "id": user.pk, "username": user.get_username()}
            print("\\n" + MARK + json.dumps(answer), flush=True)
            """;
    private static final String CLOSE = """
            from importlib import import_module
            from django.conf import settings
            import_module(settings.SESSION_ENGINE).SessionStore(session_key=KEY).delete()
            print("\\n" + MARK + "gone", flush=True)
            """;

    private final ApplicationShell shell;
    private final Secret key;
    private final MathesarRpc.User user;
    private boolean closed;

    private SuperuserSession(ApplicationShell shell, Secret key, MathesarRpc.User user) {
        this.shell = shell;
        this.key = key;
        this.user = user;
    }

    static SuperuserSession open(ApplicationShell shell, Optional<String> username) throws InterruptedException {
        JsonNode answer = parsed(shell.answer("WANTED = " + literal(username.orElse("")) + "\n" + OPEN)
                .orElseThrow(() -> ProblemException.fixable("Mathesar's own shell gave no answer.",
                        "Look at Mathesar's own lines in the log, then try again.")));
        if (!answer.has("session")) {
            throw ProblemException.fixable(username
                    .map(name -> "Mathesar has no active administrator named " + name + ".")
                    .orElse("Mathesar has no active administrator."),
                    "Make a user an administrator; who was given a password has to sign in once and change it.");
        }
        return new SuperuserSession(shell, new Secret(answer.path("session").asText()),
                new MathesarRpc.User(answer.path("id").asLong(), answer.path("username").asText(), true));
    }

    /** Whose session it is. */
    public MathesarRpc.User user() {
        return user;
    }

    public Credentials credentials() {
        return new Credentials.Session(key);
    }

    /** Ends the session; where that fails, it ends by itself. Works on an interrupted thread too. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted();
        try {
            if (shell.answer("KEY = " + literal(key.reveal()) + "\n" + CLOSE).isEmpty()) {
                LOG.warn("Mathesar's session for the launcher's own work could not be ended; it ends by itself");
            }
        } catch (ProblemException e) {
            LOG.warn("Mathesar's session for the launcher's own work could not be ended; it ends by itself: {}",
                    e.problem().summary());
        } catch (InterruptedException _) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As a Python expression that no text can break out of. */
    private static String literal(String text) {
        return "bytes.fromhex(\"" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "\").decode()";
    }

    private static JsonNode parsed(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException _) {
            throw ProblemException.fixable("Mathesar's own shell gave an answer that cannot be read.",
                    "Look at Mathesar's own lines in the log, then try again.");
        }
    }
}
