package org.mathesar.launcher;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mathesar.launcher.Settings.Key;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.setup.Addresses.Mode;
import org.mathesar.launcher.storage.Secret;

/**
 * Who makes the certificates, and for which names.
 *
 * @param domain the name that the environment asks for
 * @param publicAddresses as the environment knows them; empty to find them out
 * @param authority another directory than Let's Encrypt's
 * @param staging where a domain's first order is rehearsed
 * @param caFile further roots to trust the directory with
 * @param resolvers DNS servers to ask; empty for the usual ones
 */
record CertificateSettings(Mode mode, Optional<DomainName> domain, List<InetAddress> publicAddresses,
        Optional<URI> authority, Optional<URI> staging, Optional<Path> caFile,
        Optional<GivenAccount> externalAccount, Optional<GivenFiles> files, Hsts hsts, List<String> resolvers) {

    /** When browsers are told to insist on HTTPS. */
    enum Hsts {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** An external account at the authority (RFC 8555 §7.3.4). */
    record GivenAccount(String keyId, Secret key) {}

    /** The owner's own certificate. */
    record GivenFiles(Path certificate, Path key) {}

    /** Whether its terms of service are the ones to agree to. */
    boolean ordersFromLetsEncrypt() {
        return mode == Mode.AUTO && authority.isEmpty();
    }

    /** What the owner's commands, whose own environment may be another, have to know of the running launcher's. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(Map.of(ServerReport.AUTHORITY,
                authority.isEmpty() ? "public" : "own", ServerReport.MODE, mode.name()));
        domain.ifPresent(name -> facts.put(ServerReport.FIXED, name.ascii()));
        return facts;
    }

    static CertificateSettings read(Variables variables, Platform platform) {
        Optional<URI> authority = variables.value(Key.ACME_DIRECTORY, SettingSyntax::directory);
        Optional<DomainName> domain = variables.value(Key.DOMAIN,
                text -> DomainName.typed(text, authority.isEmpty()));
        List<InetAddress> addresses = variables.list(Key.PUBLIC_ADDRESS, SettingSyntax::address).stream()
                .map(InetAddress::ofLiteral).toList();
        Optional<GivenFiles> files = files(variables);
        Mode usual = usual(platform, files.isPresent(), domain.isPresent() || !addresses.isEmpty());
        CertificateSettings settings = new CertificateSettings(
                variables.value(Key.TLS, CertificateSettings::mode).orElse(usual), domain, addresses, authority,
                variables.value(Key.ACME_STAGING_DIRECTORY, SettingSyntax::directory),
                variables.value(Key.ACME_CA_FILE, Path::of), externalAccount(variables), files,
                variables.value(Key.HSTS, CertificateSettings::hsts).orElse(Hsts.AUTO),
                variables.list(Key.DNS_RESOLVERS, SettingSyntax::resolver));
        settings.complain(variables);
        return settings;
    }

    /** Whoever tries it on a laptop is asked by no authority; whoever names an address means it. */
    private static Mode usual(Platform platform, boolean files, boolean named) {
        if (files) {
            return Mode.FILES;
        }
        return platform == Platform.LOCAL && !named ? Mode.SELF_SIGNED : Mode.AUTO;
    }

    private void complain(Variables variables) {
        if (mode == Mode.FILES && files.isEmpty()) {
            variables.complain(Key.TLS.variable() + " is files, so " + Key.CERTIFICATE_FILE.variable() + " and "
                    + Key.KEY_FILE.variable() + " must name them");
        }
        if (mode != Mode.FILES && files.isPresent()) {
            variables.complain(Key.CERTIFICATE_FILE.variable() + " is set, but " + Key.TLS.variable()
                    + " says something else than files; keep one");
        }
        if (mode == Mode.PLATFORM && variables.text(Key.TRUSTED_PROXIES).isEmpty()) {
            variables.complain(Key.TLS.variable() + " is platform, so " + Key.TRUSTED_PROXIES.variable()
                    + " must name the networks the platform's proxies come from");
        }
    }

    private static Optional<GivenFiles> files(Variables variables) {
        Optional<Path> certificate = variables.value(Key.CERTIFICATE_FILE, Path::of);
        Optional<Path> key = variables.value(Key.KEY_FILE, Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            variables.complain((certificate.isPresent() ? Key.KEY_FILE : Key.CERTIFICATE_FILE).variable()
                    + " is missing; certificate and key go together");
        }
        return certificate.flatMap(chain -> key.map(secret -> new GivenFiles(chain, secret)));
    }

    private static Optional<GivenAccount> externalAccount(Variables variables) {
        Optional<String> id = variables.text(Key.ACME_EAB_KID);
        Optional<String> key = variables.text(Key.ACME_EAB_KEY);
        if (id.isPresent() != key.isPresent()) {
            variables.complain((id.isPresent() ? Key.ACME_EAB_KEY : Key.ACME_EAB_KID).variable()
                    + " is missing; key id and key go together");
        }
        return id.flatMap(name -> key.map(secret -> new GivenAccount(name, new Secret(secret))));
    }

    private static Mode mode(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> Mode.AUTO;
            case "files" -> Mode.FILES;
            case "self-signed" -> Mode.SELF_SIGNED;
            case "platform" -> Mode.PLATFORM;
            default -> throw new IllegalArgumentException("is none of auto, files, self-signed, platform");
        };
    }

    private static Hsts hsts(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> Hsts.AUTO;
            case "always" -> Hsts.ALWAYS;
            case "never" -> Hsts.NEVER;
            default -> throw new IllegalArgumentException("is none of auto, always, never");
        };
    }
}
