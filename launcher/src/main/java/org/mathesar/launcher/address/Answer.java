package org.mathesar.launcher.address;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

/** What a resolver says about the records of one type at a name. */
sealed interface Answer {

    /**
     * There are some, at the name itself or at the one that it is an alias of.
     *
     * @param alias the name at the end of the chain of aliases (CNAME), when there is one
     */
    record Records(List<Record> records, Optional<String> alias) implements Answer {
        public Records {
            records = List.copyOf(records);
        }
    }

    /** NXDOMAIN: the name, or the one that it is an alias of, does not exist. */
    record NoSuchName(Optional<String> alias) implements Answer {}

    /** The name exists and has no record of this type. */
    record NoData(Optional<String> alias) implements Answer {}

    /**
     * The resolver could not find out, or would not.
     *
     * @param code e.g. SERVFAIL or REFUSED
     */
    record Failure(String code) implements Answer {}

    /** Nothing came back in time. */
    record Silence() implements Answer {}

    /** Whether it says nothing about the name, since the resolver was not reached or does not serve us. */
    default boolean isNoWord() {
        return switch (this) {
            case Silence _ -> true;
            case Failure(String code) -> code.equals("REFUSED") || code.equals("NOTIMP");
            case Records _,NoSuchName _,NoData _ -> false;
        };
    }

    /** Reads a message; follows the chain of aliases in it, since resolvers send the whole of it. */
    static Answer of(Message message, Name asked, int type) {
        int code = message.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return new Failure(Rcode.string(code));
        }
        List<Record> section = message.getSection(Section.ANSWER);
        Name name = asked;
        for (int i = 0; i < section.size(); i++) {
            Optional<Name> target = alias(section, name);
            if (target.isEmpty()) {
                break;
            }
            name = target.get();
        }
        Name end = name;
        Optional<String> alias = end.equals(asked) ? Optional.empty() : Optional.of(end.toString(true));
        List<Record> records = section.stream().filter(each -> each.getType() == type)
                .filter(each -> each.getDClass() == DClass.IN && each.getName().equals(end)).toList();
        if (!records.isEmpty()) {
            return new Records(records, alias);
        }
        return code == Rcode.NXDOMAIN ? new NoSuchName(alias) : new NoData(alias);
    }

    /** The name with its dot at the end. */
    static Name name(String ascii) {
        try {
            return Name.fromString(ascii + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a name of the DNS: " + ascii, e);
        }
    }

    private static Optional<Name> alias(List<Record> section, Name name) {
        return section.stream().filter(CNAMERecord.class::isInstance).map(CNAMERecord.class::cast)
                .filter(each -> each.getName().equals(name)).map(CNAMERecord::getTarget).findFirst();
    }
}
