package org.mathesar.launcher.tls;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUnauthorizedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our account with one authority: its key is on disk before the authority hears of it. */
final class AcmeAccount {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeAccount.class);
    private static final int MOST_NEW_ACCOUNTS = 3;
    /** Let's Encrypt allows ten new accounts for each address in that time. */
    private static final Duration NEW_ACCOUNTS_ARE_COUNTED = Duration.ofHours(3);

    private final AcmeAuthority authority;
    private final DataDirectory data;
    private final InstantSource clock;

    AcmeAccount(AcmeAuthority authority, DataDirectory data, InstantSource clock) {
        this.authority = authority;
        this.data = data;
        this.clock = clock;
    }

    /** What is known without asking: where the account is, and when we made new ones. */
    private record Known(Optional<URL> location, List<Instant> made) {}

    /** Logs in, making the account when there is none yet and ending a roll-over that was cut short. */
    Login login(Session session) throws AcmeException, IssueFailed {
        Optional<KeyPair> key = readKey(keyFile());
        Optional<URL> location = known().location();
        if (key.isEmpty() || location.isEmpty()) {
            return register(session, key.orElseGet(this::newKey));
        }
        Login login = session.login(location.get(), key.get());
        Optional<KeyPair> next = readKey(nextKeyFile());
        return next.isEmpty() ? login : afterRollOver(session, login, next.get());
    }

    /**
     * A login with a new account where the authority does not know ours any more or has closed it; empty where it does
     * know it.
     */
    Optional<Login> replacement(Session session) throws AcmeException, IssueFailed {
        KeyPair key = readKey(keyFile()).orElseGet(this::newKey);
        try {
            new AccountBuilder().onlyExisting().useKeyPair(key).createLogin(session);
            return Optional.empty();
        } catch (AcmeUnauthorizedException e) {
            LOG.warn("{} has closed our account: {}", authority.name(), e.getMessage());
            return Optional.of(register(session, newKey()));
        } catch (AcmeServerException e) {
            if (!AcmeFailure.isOfType(e, "accountDoesNotExist")) {
                throw e;
            }
            LOG.warn("{} does not know our account any more; making a new one", authority.name());
            return Optional.of(register(session, key));
        }
    }

    /** Exchanges the account's key (RFC 8555 §7.3.5). The next key is on disk before the authority hears of it. */
    void rollOver(Session session) throws AcmeException, IssueFailed {
        Login login = login(session);
        KeyPair next = EcKeyPair.generate();
        data.write(nextKeyFile(), EcKeyPair.pem(next));
        login.getAccount().changeKey(next);
        adopt(next);
        LOG.info("the key of the account with {} was exchanged", authority.name());
    }

    /** Only one of both keys is the account's; only the authority can say which. */
    private Login afterRollOver(Session session, Login login, KeyPair next) throws AcmeException {
        try {
            Login found = new AccountBuilder().onlyExisting().useKeyPair(next).createLogin(session);
            adopt(next);
            return found;
        } catch (AcmeServerException e) {
            if (!AcmeFailure.isOfType(e, "accountDoesNotExist")) {
                throw e;
            }
            login.getAccount().changeKey(next);
            adopt(next);
            return login;
        }
    }

    private void adopt(KeyPair next) {
        data.write(keyFile(), EcKeyPair.pem(next));
        data.write(nextKeyFile(), "");
    }

    private KeyPair newKey() {
        KeyPair key = EcKeyPair.generate();
        data.write(keyFile(), EcKeyPair.pem(key));
        return key;
    }

    private Login register(Session session, KeyPair key) throws AcmeException, IssueFailed {
        List<Instant> made = known().made().stream()
                .filter(moment -> moment.isAfter(clock.instant().minus(NEW_ACCOUNTS_ARE_COUNTED))).toList();
        if (made.size() >= MOST_NEW_ACCOUNTS) {
            Instant again = made.getFirst().plus(NEW_ACCOUNTS_ARE_COUNTED);
            throw AcmeFailure.of(IssueFailed.Kind.RATE_LIMITED, new Problem.Passing("The launcher has opened "
                    + made.size() + " accounts with " + authority.name() + " within three hours and stops there.",
                    again), Optional.of(again));
        }
        // Whoever asks again with the same key gets the same account, so that being killed here makes no second one.
        save(new Known(Optional.empty(), made));
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
        authority.externalAccount().ifPresent(account -> builder
                .withKeyIdentifier(account.keyId(), new SecretKeySpec(account.hmacKey(), "HMAC"))
                .withMacAlgorithm("HS256"));
        Login login = builder.createLogin(session);
        save(new Known(Optional.of(login.getAccountLocation()),
                Stream.concat(made.stream(), Stream.of(clock.instant())).toList()));
        return login;
    }

    private Known known() {
        try {
            Properties properties = data.readProperties(locationFile()).orElseGet(Properties::new);
            String location = properties.getProperty("account", "");
            List<Instant> made = Arrays.stream(properties.getProperty("made", "").split(" "))
                    .filter(text -> !text.isEmpty()).map(Instant::parse).toList();
            return new Known(location.isEmpty() ? Optional.empty() : Optional.of(URI.create(location).toURL()), made);
        } catch (java.net.MalformedURLException | IllegalArgumentException | DateTimeException
                | ProblemException _) {
            // The authority tells it again to whoever has the key.
            return new Known(Optional.empty(), List.of());
        }
    }

    private void save(Known known) {
        data.write(locationFile(), "account=" + known.location().map(URL::toString).orElse("") + "\nmade="
                + known.made().stream().map(Instant::toString).collect(Collectors.joining(" ")).replace(":", "\\:")
                + "\n");
    }

    private Optional<KeyPair> readKey(Path file) {
        return data.read(file).filter(text -> !text.isBlank()).map(text -> {
            try {
                return EcKeyPair.parse(text);
            } catch (GeneralSecurityException e) {
                throw new ProblemException(new Problem.Fixable("The file " + file + " holds no key.",
                        "Restore it from a backup, or remove it; then a new account is opened.", e.toString()), e);
            }
        });
    }

    private Path keyFile() {
        return directory().resolve("account.pem");
    }

    private Path nextKeyFile() {
        return directory().resolve("account-next.pem");
    }

    private Path locationFile() {
        return directory().resolve("account.properties");
    }

    private Path directory() {
        return data.directory("acme", authority.fileName());
    }
}
