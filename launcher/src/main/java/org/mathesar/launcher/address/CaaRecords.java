package org.mathesar.launcher.address;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CAARecord;

/** The set of CAA records that counts for a name (RFC 8659), with the parameters of RFC 8657. */
final class CaaRecords {
    private static final int CRITICAL = 0x80;
    private static final Set<String> TAGS = Set.of("issue", "issuewild", "iodef", "issuemail", "issuevmc",
            "contactemail",
            "contactphone");
    private static final Set<String> METHODS = Set.of("http-01", "tls-alpn-01");

    private final List<CAARecord> records;

    /** What they mean for us, from the best. */
    enum Judgement {
        UNRESTRICTED,
        ALLOWED,
        /** There are restrictions, and it is not known how our authority is called. */
        UNKNOWN_AUTHORITY,
        /** Only for an account that is named; whether it is ours is not known here. */
        ONE_ACCOUNT,
        /** Our authority, but neither by http-01 nor by tls-alpn-01. */
        OTHER_METHODS,
        FORBIDDEN,
        /** A tag that must be understood is not. */
        NOT_UNDERSTOOD
    }

    CaaRecords(Answer answer) {
        this.records = answer instanceof Answer.Records(var all, _)
                ? all.stream().map(CAARecord.class::cast).toList()
                : List.of();
    }

    List<String> lines() {
        return records.stream().map(each -> each.getFlags() + " " + each.getTag() + " \"" + each.getValue() + "\"")
                .toList();
    }

    Judgement judge(List<String> identities) {
        if (records.stream().anyMatch(each -> (each.getFlags() & CRITICAL) != 0 && !TAGS.contains(tag(each)))) {
            return Judgement.NOT_UNDERSTOOD;
        }
        List<CAARecord> issue = records.stream().filter(each -> tag(each).equals("issue")).toList();
        if (issue.isEmpty()) {
            return Judgement.UNRESTRICTED;
        }
        if (identities.isEmpty()) {
            return issue.stream().allMatch(each -> authority(each).isEmpty())
                    ? Judgement.FORBIDDEN
                    : Judgement.UNKNOWN_AUTHORITY;
        }
        return issue.stream().map(each -> judge(each, identities)).min(Judgement::compareTo).orElseThrow();
    }

    private static Judgement judge(CAARecord record, List<String> identities) {
        if (identities.stream().noneMatch(authority(record)::equalsIgnoreCase)) {
            return Judgement.FORBIDDEN;
        }
        String[] parts = record.getValue().split(";");
        Optional<Map<String, String>> parameters = parameters(parts);
        if (parameters.isEmpty()) {
            return Judgement.FORBIDDEN;
        }
        Optional<String> methods = Optional.ofNullable(parameters.get().get("validationmethods"));
        if (methods.isPresent() && Arrays.stream(methods.get().split(",")).noneMatch(METHODS::contains)) {
            return Judgement.OTHER_METHODS;
        }
        return parameters.get().containsKey("accounturi") ? Judgement.ONE_ACCOUNT : Judgement.ALLOWED;
    }

    /** Whom the record names; empty when it names nobody, which forbids all (RFC 8659 §4.2). */
    private static String authority(CAARecord record) {
        return record.getValue().split(";", 2)[0].strip();
    }

    /** Empty when they are malformed, which forbids as no authority at all does. */
    private static Optional<Map<String, String>> parameters(String... parts) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            int equals = part.indexOf('=');
            if (part.isEmpty()) {
                continue;
            }
            if (equals <= 0) {
                return Optional.empty();
            }
            parameters.put(part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                    part.substring(equals + 1).strip());
        }
        return Optional.of(parameters);
    }

    private static String tag(CAARecord record) {
        return record.getTag().toLowerCase(Locale.ROOT);
    }
}
