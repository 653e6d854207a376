package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.storage.Secret;

/** What the pages of hosters and people's own files put on the clipboard. The names and passwords are made up. */
class PastedTextTest {
    private static final String REF = "abcdefghijklmnopqrst";

    @Test
    void theParametersOfDigitalOceanAreRead() {
        assertReads("db-postgresql-fra1-12345-do-user-1-0.b.db.ondigitalocean.com", 25060, "defaultdb", "doadmin",
                "AVNS_a1=b;c", SslMode.REQUIRE, """
                        username = doadmin
                        password = AVNS_a1=b;c
                        host = db-postgresql-fra1-12345-do-user-1-0.b.db.ondigitalocean.com
                        port = 25060
                        database = defaultdb
                        sslmode = require
                        """);
    }

    @Test
    void theParametersOfDigitalOceanOnOneLineAreReadToo() {
        assertReads("h.db.ondigitalocean.com", 25060, "defaultdb", "doadmin", "AVNS_x", SslMode.REQUIRE,
                "username = doadmin password = AVNS_x host = h.db.ondigitalocean.com port = 25060 database = defaultdb"
                        + " sslmode = require");
    }

    @Test
    void theFileThatDigitalOceanLeavesOnADropletIsRead() {
        assertReads("h.db.ondigitalocean.com", 25060, "defaultdb", "doadmin", "AVNS_x", SslMode.REQUIRE, """
                db_protocol="postgresql"
                db_username="doadmin"
                db_password="AVNS_x"
                db_host="h.db.ondigitalocean.com"
                db_port="25060"
                db_database="defaultdb"
                DATABASE_URL="postgresql://doadmin:AVNS_x@h.db.ondigitalocean.com:25060/defaultdb?sslmode=require"
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "postgresql://postgres." + REF + ":s3cret@aws-0-eu-central-1.pooler.supabase.com:5432/postgres",
            "user=postgres." + REF
                    + " password=s3cret host=aws-0-eu-central-1.pooler.supabase.com port=5432 dbname=postgres",
            "host:aws-0-eu-central-1.pooler.supabase.com\nport:5432\ndatabase:postgres\nuser:postgres." + REF
                    + "\npool_mode:session\npassword: s3cret",
            "user=postgres." + REF + "\npassword=s3cret\nhost=aws-0-eu-central-1.pooler.supabase.com\nport=5432\n"
                    + "dbname=postgres",
            "jdbc:postgresql://aws-0-eu-central-1.pooler.supabase.com:5432/postgres?user=postgres." + REF
                    + "&password=s3cret",
            "User Id=postgres." + REF
                    + ";Password=s3cret;Server=aws-0-eu-central-1.pooler.supabase.com;Port=5432;Database=postgres",
            "PGPASSWORD=s3cret psql -h aws-0-eu-central-1.pooler.supabase.com -p 5432 -d postgres -U postgres." + REF})
    void everyFormOfSupabaseIsRead(String text) {
        assertReads("aws-0-eu-central-1.pooler.supabase.com", 5432, "postgres", "postgres." + REF, "s3cret", null,
                text);
    }

    @Test
    void ofSupabasesTwoStringsForPrismaTheDirectOneIsTaken() {
        assertReads("aws-0-eu-central-1.pooler.supabase.com", 5432, "postgres", "postgres." + REF, "s3cret", null,
                """
                        # Connect to Supabase via connection pooling
                        DATABASE_URL="postgresql://postgres.%1$s:s3cret@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?pgbouncer=true"

                        # Direct connection to the database. Used for migrations
                        DIRECT_URL="postgresql://postgres.%1$s:s3cret@aws-0-eu-central-1.pooler.supabase.com:5432/postgres"
                        """
                        .formatted(REF));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "psql 'postgresql://neondb_owner:npg_x@ep-cool-1.eu-central-1.aws.neon.tech/neondb?sslmode=require"
                    + "&channel_binding=require'",
            "postgresql://neondb_owner:npg_x@ep-cool-1.eu-central-1.aws.neon.tech/neondb?channel_binding=require",
            "PGHOST='ep-cool-1.eu-central-1.aws.neon.tech'\nPGDATABASE='neondb'\nPGUSER='neondb_owner'\n"
                    + "PGPASSWORD='npg_x'\nPGSSLMODE='require'\nPGCHANNELBINDING='require'",
            "PGPASSWORD=npg_x PGSSLMODE=require psql -h ep-cool-1.eu-central-1.aws.neon.tech -U neondb_owner -d neondb",
            "# Recommended for most uses\nDATABASE_URL=postgresql://neondb_owner:npg_x@ep-cool-1-pooler.eu-central-1.aws"
                    + ".neon.tech/neondb?sslmode=require\n\n# For uses requiring a connection without pgbouncer\n"
                    + "DATABASE_URL_UNPOOLED=postgresql://neondb_owner:npg_x@ep-cool-1.eu-central-1.aws.neon.tech/neondb"
                    + "?sslmode=require\n\n# Parameters for constructing your own connection string\n"
                    + "PGHOST=ep-cool-1-pooler.eu-central-1.aws.neon.tech\nPGUSER=neondb_owner\nPGDATABASE=neondb\n"
                    + "PGPASSWORD=npg_x",
            "{\"username\": \"neondb_owner\", \"password\": \"npg_x\", \"host\":"
                    + " \"ep-cool-1.eu-central-1.aws.neon.tech\", \"dbname\": \"neondb\", \"sslmode\": \"require\"}"})
    void everyFormOfNeonIsRead(String text) {
        assertReads("ep-cool-1.eu-central-1.aws.neon.tech", null, "neondb", "neondb_owner", "npg_x", SslMode.REQUIRE,
                text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Endpoint\nmydb.c1a2.eu-west-1.rds.amazonaws.com\nPort\n5432\nDB name\nshop\nMaster username\npostgres\n"
                    + "Master password\nhunter2",
            "Endpoint: mydb.c1a2.eu-west-1.rds.amazonaws.com:5432\nMaster username: postgres\nDatabase name: shop\n"
                    + "Password: hunter2",
            "{\"username\":\"postgres\",\"password\":\"hunter2\",\"engine\":\"postgres\",\"host\":"
                    + "\"mydb.c1a2.eu-west-1.rds.amazonaws.com\",\"port\":5432,\"dbname\":\"shop\","
                    + "\"dbInstanceIdentifier\":\"mydb\"}",
            "Endpoint\tmydb.c1a2.eu-west-1.rds.amazonaws.com\nPort\t5432\nDB name\tshop\nUsername\tpostgres\nPassword\t"
                    + "hunter2",
            "export PGPASSWORD='hunter2'\npsql \\\n  --host=mydb.c1a2.eu-west-1.rds.amazonaws.com \\\n  --port=5432 \\\n"
                    + "  --username=postgres \\\n  --dbname=shop"})
    void theListsOfRdsAreRead(String text) {
        assertReads("mydb.c1a2.eu-west-1.rds.amazonaws.com", 5432, "shop", "postgres", "hunter2", null, text);
    }

    @Test
    void theAuthorityThatACommandNamesIsKept() {
        Reading.Details details = details("psql \"host=mydb.c1a2.eu-west-1.rds.amazonaws.com dbname=shop user=ada"
                + " sslmode=verify-full sslrootcert=./global-bundle.pem\"");
        assertEquals(Optional.of("./global-bundle.pem"), details.authorityFile());
        assertEquals(Optional.of(SslMode.VERIFY_FULL), details.sslMode());
    }

    @Test
    void theAuthoritiesOfTheSystemMeanThatTheCertificateIsChecked() {
        Reading.Details details = details("postgresql://ada@db.example.org/shop?sslrootcert=system");
        assertEquals(Optional.of(SslMode.VERIFY_FULL), details.sslMode());
        assertEquals(Optional.empty(), details.authorityFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Connection name\nmy-project:europe-west1:shop\nPublic IP address\n203.0.113.7\nDatabase\nshop\nUser\nada\n"
                    + "Password\nhunter2",
            "Private IP address: 10.1.2.3\nPublic IP address: 203.0.113.7\nDatabase: shop\nUser: ada\nPassword: hunter2"})
    void ofACloudSqlInstanceThePublicAddressIsTaken(String text) {
        assertReads("203.0.113.7", null, "shop", "ada", "hunter2", null, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://ada:hunter2@%2Fcloudsql%2Fp%3Aeurope-west1%3Ashop/shop",
            "postgresql://ada:hunter2@%2Fcloudsql%2Fp:europe-west1:shop/shop",
            "postgresql://ada:hunter2@/shop?host=/cloudsql/p:europe-west1:shop",
            "postgresql+psycopg2://ada:hunter2@/shop?host=/cloudsql/p:europe-west1:shop",
            "host=/cloudsql/p:europe-west1:shop dbname=shop user=ada password=hunter2",
            "DB_HOST=/cloudsql/p:europe-west1:shop\nDB_NAME=shop\nDB_USER=ada\nDB_PASS=hunter2",
            "PGPASSWORD='hunter2' psql -h /cloudsql/p:europe-west1:shop -U ada shop"})
    void aSocketOfCloudSqlIsAHost(String text) {
        assertReads("/cloudsql/p:europe-west1:shop", null, "shop", "ada", "hunter2", null, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Host\nec2-1-2-3-4.eu-west-1.compute.amazonaws.com\nDatabase\nd1\nUser\nu1\nPort\n5432\nPassword\np1\nURI\n"
                    + "postgres://u1:p1@ec2-1-2-3-4.eu-west-1.compute.amazonaws.com:5432/d1\nHeroku CLI\n"
                    + "heroku pg:psql postgresql-cubed-1 --app shop",
            "Connection information for default credential.\nConnection info string:\n   \"dbname=d1"
                    + " host=ec2-1-2-3-4.eu-west-1.compute.amazonaws.com port=5432 user=u1 password=p1\"\n"
                    + "Connection URL:\n   postgres://u1:p1@ec2-1-2-3-4.eu-west-1.compute.amazonaws.com:5432/d1",
            "DATABASE_URL: postgres://u1:p1@ec2-1-2-3-4.eu-west-1.compute.amazonaws.com:5432/d1",
            "=== shop Config Vars\nDATABASE_URL:      postgres://u1:p1@ec2-1-2-3-4.eu-west-1.compute.amazonaws.com:5432/d1"
                    + "\nPORT: 8000"})
    void whatHerokuShowsIsRead(String text) {
        assertReads("ec2-1-2-3-4.eu-west-1.compute.amazonaws.com", 5432, "d1", "u1", "p1", null, text);
    }

    @Test
    void aWholeFileOfVariablesKeepsOnlyWhatIsAboutTheDatabase() {
        assertReads("db.internal.example", 5433, "shop", "ada", "hunter2 # not a remark", null, """
                # production
                HOST=0.0.0.0
                PORT=8000
                REDIS_HOST=cache
                REDIS_PASSWORD=other
                SUPABASE_URL=https://x.supabase.co
                export POSTGRES_HOST=db.internal.example   # the primary
                POSTGRES_PORT=5433
                POSTGRES_DB=shop
                POSTGRES_USER="ada"
                POSTGRES_PASSWORD="hunter2 # not a remark"
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://postgres:x@monorail.proxy.rlwy.net:12345/railway",
            "DATABASE_PUBLIC_URL=\"postgresql://postgres:x@monorail.proxy.rlwy.net:12345/railway\"",
            "PGPASSWORD=x psql -h monorail.proxy.rlwy.net -U postgres -p 12345 -d railway"})
    void whatRailwayShowsIsRead(String text) {
        assertReads("monorail.proxy.rlwy.net", 12345, "railway", "postgres", "x", null, text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "postgres://shop:x@shop-db.flycast:5432/shop?sslmode=disable | shop-db.flycast",
            "postgresql://fly-user:x@direct.abc123.flympg.net/fly-db | direct.abc123.flympg.net",
            "postgres://postgres:x@top2.nearest.of.shop-db.internal:5432 | top2.nearest.of.shop-db.internal"})
    void whatFlyShowsIsRead(String text, String host) {
        assertEquals(Optional.of(host), details(text).host());
        assertEquals(Optional.of(new Secret("x")), details(text).password());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Server=shop.postgres.database.azure.com;Database=shop;Port=5432;User Id=ada;Password=hunter2;Ssl Mode=Require;",
            "host=shop.postgres.database.azure.com port=5432 dbname=shop user=ada password=hunter2 sslmode=require",
            "jdbc:postgresql://shop.postgres.database.azure.com:5432/shop?user=ada&password=hunter2&sslmode=require",
            "PGHOST=shop.postgres.database.azure.com\nPGUSER=ada\nPGPORT=5432\nPGDATABASE=shop\nPGPASSWORD=\"hunter2\"\n"
                    + "PGSSLMODE=require",
            "pgsql:host=shop.postgres.database.azure.com;port=5432;dbname=shop;user=ada;password=hunter2;sslmode=require"})
    void whatAzureShowsIsRead(String text) {
        assertReads("shop.postgres.database.azure.com", 5432, "shop", "ada", "hunter2", SslMode.REQUIRE, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada:hunter2@db.example.org:5433/shop",
            "postgres://ada:hunter2@db.example.org:5433/shop?application_name=me@home&connect_timeout=5",
            "postgres://db.example.org:5433/shop?user=ada&password=hunter2",
            "psql -Uada -hdb.example.org -p5433 -qAtX -c 'select 1' 'password=hunter2 dbname=shop' < file.sql",
            "$ PGPASSWORD=\"hunter2\" /usr/bin/psql --username ada --port 5433 --host db.example.org shop",
            "export PGPASSWORD=hunter2 && psql -U ada -h db.example.org -p 5433 -d shop",
            "PGHOST=db.example.org PGPORT=5433 PGUSER=ada PGPASSWORD=hunter2 PGDATABASE=shop",
            "“postgres://ada:hunter2@db.example.org:5433/shop”"})
    void otherUsualFormsAreRead(String text) {
        assertReads("db.example.org", 5433, "shop", "ada", "hunter2", null, text);
    }

    @Test
    void aBareHostIsReadAsThat() {
        assertEquals(Optional.of("db.example.org"), details("db.example.org:5433").host());
        assertEquals(Optional.of(5433), details("db.example.org:5433").port());
        assertEquals(Optional.of("203.0.113.7"), details("203.0.113.7").host());
    }

    @Test
    void aPlusIsABlankInAJdbcAddressAlone() {
        assertEquals(Optional.of(new Secret("a b")), details("jdbc:postgresql://db/x?user=u&password=a+b").password());
        assertEquals(Optional.of(new Secret("a+b")), details("postgresql://u:a+b@db/x").password());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "postgresql://postgres:[YOUR-PASSWORD]@db." + REF + ".supabase.co:5432/postgres | placeholder",
            "postgresql://postgres.[YOUR-PROJECT-REF]:x@aws-0-eu-central-1.pooler.supabase.com:5432/postgres | placeholder",
            "postgres://ada:<password>@db.example.org/shop | placeholder",
            "Server=x.example.org;Database={your_database};User Id=ada;Password=x | placeholder",
            "host=x.example.org dbname=shop user=ada password={your_password} | placeholder",
            "postgresql://neondb_owner:****************@ep-cool-1.aws.neon.tech/neondb | stars",
            "${{Postgres.DATABASE_URL}} | Railway", "DATABASE_URL=${{Postgres.DATABASE_URL}} | Railway",
            "postgresql://${{PGUSER}}:${{POSTGRES_PASSWORD}}@${{RAILWAY_PRIVATE_DOMAIN}}:5432/${{PGDATABASE}} | Railway",
            "$DATABASE_URL | variable", "psql \"$DATABASE_URL\" | placeholder",
            "psql \"host=$RDSHOST port=5432 dbname=shop user=ada\" | placeholder",
            "mysql://ada:hunter2@db/shop | MySQL", "jdbc:mysql://db/shop | MySQL",
            "mongodb+srv://ada:x@c.example | MongoDB",
            "redis://x:6379 | Redis", "https://console.neon.tech/app/projects/x | web page",
            "https://" + REF + ".supabase.co | Session pooler", "my-project:europe-west1:shop | Cloud SQL",
            "Connection name: my-project:europe-west1:shop | Cloud SQL",
            "jdbc:postgresql:///shop?cloudSqlInstance=p:europe-west1:shop&socketFactory=x.SocketFactory&user=ada | Cloud SQL",
            "heroku pg:psql postgresql-cubed-1 --app shop | Heroku", "service=mine | pg_service",
            "postgresql://ada:x@a.example:5432,b.example:5432/shop?target_session_attrs=read-write | several",
            "DATABASE_URL=mysql://ada:hunter2@db/shop | MySQL", "hunter2 | no connection details"})
    void whatCannotBeUsedIsNamed(String text, String word) {
        String message = assertInstanceOf(Reading.Unreadable.class, ConnectionText.read(text)).message();
        assertTrue(message.contains(word), message);
    }

    @Test
    void aStringThatWasBrokenIsNotPutTogetherByGuessing() {
        String message = assertInstanceOf(Reading.Unreadable.class,
                ConnectionText.read("postgresql://ada:hunter2@db.exam\nple.org/shop")).message();
        assertTrue(message.contains("line break"), message);
    }

    @Test
    void aServerThatIsNamedTwiceIsOne() {
        assertEquals(Optional.of("db"), details("postgresql://ada@db:5432,db:5432/shop").host());
    }

    private static void assertReads(String host, Integer port, String database, String user, String password,
            SslMode sslMode, String text) {
        assertEquals(new Reading.Details(Optional.of(host), Optional.ofNullable(port), Optional.of(database),
                Optional.of(user), Optional.of(new Secret(password)), Optional.ofNullable(sslMode)),
                ConnectionText.read(text), text);
    }

    private static Reading.Details details(String text) {
        return assertInstanceOf(Reading.Details.class, ConnectionText.read(text), text);
    }
}
