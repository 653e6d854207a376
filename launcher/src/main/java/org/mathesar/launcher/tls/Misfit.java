package org.mathesar.launcher.tls;

import java.util.Arrays;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.tls.OwnCertificate.Field;
import org.mathesar.launcher.tls.PemText.Oddity;

/** Tells the owner what was given in place of a certificate or a key, and how to make one of it. */
final class Misfit {
    private Misfit() {}

    /** Why the text does not hold what belongs into the field. */
    static Problem.Fixable of(PemText text, Field field) {
        Optional<Oddity> first = Arrays.stream(Oddity.values()).filter(text::has).findFirst();
        return first.map(oddity -> problem(oddity, field)).orElseGet(() -> missing(field));
    }

    private static Problem.Fixable missing(Field field) {
        return switch (field) {
            case CERTIFICATE -> new Problem.Fixable("There is no certificate in it.",
                    "Give the certificate in PEM: the text from -----BEGIN CERTIFICATE----- to"
                            + " -----END CERTIFICATE-----, with these lines.");
            case KEY -> new Problem.Fixable("There is no private key in it.",
                    "Give the key in PEM: the text from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----, with"
                            + " these lines.");
        };
    }

    static Problem.Fixable tooLong(Field field) {
        return new Problem.Fixable("The text of the " + noun(field) + " is longer than "
                + OwnCertificate.LONGEST / 1024 + " KiB.",
                "Give only this server's certificate, its chain and its key.");
    }

    static Problem.Fixable problem(Oddity oddity, Field field) {
        return switch (oddity) {
            case ENCRYPTED_KEY -> new Problem.Fixable(
                    "The key is protected by a passphrase, and nobody is there to type"
                            + " it when the server starts.",
                    "Remove it and give the new file:"
                            + " openssl pkey -in key.pem -out key-without-passphrase.pem");
            case DAMAGED -> new Problem.Fixable("The text of the " + noun(field) + " is damaged or cut off.",
                    "Copy the whole file again, with the lines -----BEGIN …----- and -----END …-----.");
            case PKCS12 -> new Problem.Fixable("This is a PKCS#12 file (.p12, .pfx), not PEM.",
                    "Convert it, and give the"
                            + " new file as both certificate and key: openssl pkcs12 -in certificate.p12 -nodes"
                            + " -out certificate.pem");
            case PKCS7 -> new Problem.Fixable("This is a PKCS#7 file (.p7b), not PEM certificates.",
                    "Convert it and give the new file: openssl pkcs7 -in certificate.p7b -print_certs"
                            + " -out certificate.pem (with -inform DER if that fails)");
            case BINARY_CERTIFICATE -> new Problem.Fixable("This is a certificate in DER, not PEM.",
                    "Convert it and give the new file: openssl x509 -inform DER -in certificate.der"
                            + " -out certificate.pem");
            case BINARY_KEY -> new Problem.Fixable("This is a key in DER, not PEM.",
                    "Convert it and give the new file: openssl pkey -inform DER -in key.der -out key.pem");
            case REQUEST -> new Problem.Fixable("This is a certificate request, not the " + noun(field) + ".",
                    switch (field) {
                        case CERTIFICATE -> "Send it to your certificate authority and give what comes back.";
                        case KEY -> "Give the private key that was made together with the request.";
                    });
            case PUBLIC_KEY -> new Problem.Fixable("This is a public key, not the " + noun(field) + ".",
                    switch (field) {
                        case CERTIFICATE -> "Give the certificate that your certificate authority made for it.";
                        case KEY -> "Give the private key that it was made from.";
                    });
            case SSH_KEY -> new Problem.Fixable("This is a key for SSH, which cannot serve a website.",
                    "Give the key that the certificate was requested with.");
        };
    }

    private static String noun(Field field) {
        return switch (field) {
            case CERTIFICATE -> "certificate";
            case KEY -> "private key";
        };
    }
}
