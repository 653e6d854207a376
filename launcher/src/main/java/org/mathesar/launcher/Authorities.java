package org.mathesar.launcher;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.AcmeAuthority;
import org.mathesar.launcher.tls.AcmeIssuer;
import org.mathesar.launcher.tls.Challenges;
import org.mathesar.launcher.tls.ExternalAccount;
import org.mathesar.launcher.tls.Keeper;

/** The certificate authorities that the settings name. */
final class Authorities {
    private static final List<String> LETS_ENCRYPT = List.of("letsencrypt.org");

    private final CertificateSettings settings;
    private final DataDirectory data;
    private final Challenges challenges;
    private final InstantSource clock;
    private final String version;
    private final AcmeIssuer account;

    Authorities(CertificateSettings settings, DataDirectory data, Challenges challenges, InstantSource clock,
            String version) {
        this.settings = settings;
        this.data = data;
        this.challenges = challenges;
        this.clock = clock;
        this.version = version;
        this.account = issuer(directory());
    }

    /** Where certificates come from. */
    Keeper.Authority main() {
        return new Keeper.Authority(directory(), account);
    }

    private URI directory() {
        return settings.authority().orElse(AcmeAuthority.LETS_ENCRYPT);
    }

    /** Where a domain's first order is rehearsed; another authority's staging directory must be named. */
    Optional<Keeper.Authority> rehearsal() {
        return settings.staging()
                .or(() -> settings.authority().isEmpty()
                        ? Optional.of(AcmeAuthority.LETS_ENCRYPT_STAGING)
                        : Optional.empty())
                .map(this::authority);
    }

    /** What CAA records call the authority (RFC 8659 §4.2); empty when we do not know. */
    List<String> identities() {
        return settings.authority().isEmpty() ? LETS_ENCRYPT : List.of();
    }

    /** The account where certificates come from. */
    AcmeIssuer account() {
        return account;
    }

    private Keeper.Authority authority(URI directory) {
        return new Keeper.Authority(directory, issuer(directory));
    }

    private AcmeIssuer issuer(URI directory) {
        AcmeAuthority authority = new AcmeAuthority(directory, settings.caFile(),
                settings.externalAccount().map(given -> new ExternalAccount(given.keyId(), given.key())));
        // The ledger counts each call of the keeper's as the two orders that it may take.
        return new AcmeIssuer(authority, data, challenges, _ -> {}, clock, version);
    }
}
