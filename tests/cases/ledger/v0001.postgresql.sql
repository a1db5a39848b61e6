SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.batches (
    id integer NOT NULL,
    name text NOT NULL
);
CREATE SEQUENCE public.batches_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.batches_id_seq OWNED BY public.batches.id;
CREATE TABLE public.documents (
    sha256 text NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL
);
CREATE TABLE public.findings (
    reconciliation integer NOT NULL,
    "position" integer NOT NULL,
    identity text NOT NULL,
    digest text NOT NULL,
    code text NOT NULL,
    severity text NOT NULL,
    rule text NOT NULL,
    line_id text NOT NULL,
    claim_id text NOT NULL,
    document text NOT NULL,
    related_document text NOT NULL,
    partner text NOT NULL,
    at_risk numeric(20,4),
    currency text,
    confidence double precision NOT NULL,
    message text NOT NULL
);
CREATE TABLE public.handed_tables (
    id integer NOT NULL,
    batch integer NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    rows integer NOT NULL,
    content bytea NOT NULL
);
CREATE SEQUENCE public.handed_tables_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.handed_tables_id_seq OWNED BY public.handed_tables.id;
CREATE TABLE public.intake_problems (
    id integer NOT NULL,
    batch integer NOT NULL,
    digest text NOT NULL,
    name text NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    page integer,
    fatal boolean NOT NULL
);
CREATE SEQUENCE public.intake_problems_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.intake_problems_id_seq OWNED BY public.intake_problems.id;
CREATE TABLE public.lines (
    reconciliation integer NOT NULL,
    "position" integer NOT NULL,
    line_id text NOT NULL,
    campaign_name text NOT NULL,
    partner text NOT NULL,
    status text NOT NULL,
    currency text NOT NULL,
    approved numeric(20,4) NOT NULL,
    claimed numeric(20,4) NOT NULL,
    evidenced numeric(20,4) NOT NULL,
    confidence double precision NOT NULL
);
CREATE TABLE public.readers (
    id integer NOT NULL,
    version text NOT NULL,
    digest text NOT NULL
);
CREATE SEQUENCE public.readers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.readers_id_seq OWNED BY public.readers.id;
CREATE TABLE public.readings (
    id integer NOT NULL,
    reader integer NOT NULL,
    sha256 text NOT NULL,
    kind text NOT NULL,
    language text,
    pages integer NOT NULL,
    extraction bytea NOT NULL,
    document bytea NOT NULL
);
CREATE SEQUENCE public.readings_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.readings_id_seq OWNED BY public.readings.id;
CREATE TABLE public.reconciliations (
    id integer NOT NULL,
    run text NOT NULL,
    batch integer NOT NULL,
    as_of date NOT NULL,
    programme text NOT NULL,
    content bytea NOT NULL
);
CREATE SEQUENCE public.reconciliations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.reconciliations_id_seq OWNED BY public.reconciliations.id;
CREATE TABLE public.runs (
    id text NOT NULL,
    kind text NOT NULL,
    batch text NOT NULL,
    parameters json NOT NULL,
    as_of date NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    outcome text,
    counts json NOT NULL
);
CREATE TABLE public.submissions (
    id integer NOT NULL,
    batch integer NOT NULL,
    name text NOT NULL,
    name_digest text NOT NULL,
    sha256 text NOT NULL,
    source text NOT NULL,
    parent text
);
CREATE SEQUENCE public.submissions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.submissions_id_seq OWNED BY public.submissions.id;
ALTER TABLE ONLY public.batches ALTER COLUMN id SET DEFAULT nextval('public.batches_id_seq'::regclass);
ALTER TABLE ONLY public.handed_tables ALTER COLUMN id SET DEFAULT nextval('public.handed_tables_id_seq'::regclass);
ALTER TABLE ONLY public.intake_problems ALTER COLUMN id SET DEFAULT nextval('public.intake_problems_id_seq'::regclass);
ALTER TABLE ONLY public.readers ALTER COLUMN id SET DEFAULT nextval('public.readers_id_seq'::regclass);
ALTER TABLE ONLY public.readings ALTER COLUMN id SET DEFAULT nextval('public.readings_id_seq'::regclass);
ALTER TABLE ONLY public.reconciliations ALTER COLUMN id SET DEFAULT nextval('public.reconciliations_id_seq'::regclass);
ALTER TABLE ONLY public.submissions ALTER COLUMN id SET DEFAULT nextval('public.submissions_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('v0001');
INSERT INTO public.batches VALUES (1, 'spring');
INSERT INTO public.documents VALUES ('f6cac85a623d3679bfe67160d07d5e2c1e6999cee4445e3226de9809ba8c437d', 'application/pdf', 1201);
INSERT INTO public.documents VALUES ('01e1bc1710b30f0f9423dccb25f79db211049cd9da75d6b0e0fa1b2249c05395', 'application/pdf', 1202);
INSERT INTO public.findings VALUES (1, 0, 'f0f446a90d323e5c4dc7d48484817b16', 'fb9cd6931b9394ff7ac86bcd9b6e9b7e', 'overclaimed', 'review', 'C17@1', 'L1', 'C1', 'invoice-1.pdf', '', 'Partner 1', 99.5000, 'EUR', 0.91, 'More is claimed than proven.');
INSERT INTO public.findings VALUES (1, 1, 'dffcd9ce088fab8de1911b773060a0fc', '930047fb11e9c9baf6bc9d9489facec6', 'overclaimed', 'review', 'C17@1', 'L2', 'C2', 'invoice-2.pdf', '', '', 7.1000, 'EUR', 0.91, 'More is claimed than proven.');
INSERT INTO public.handed_tables VALUES (1, 1, 'plan', 'plan.csv', '64879f7d6b960a01909762d911a32d4582c20010c5641ee90278b644a9e3b525', 1, '\x789c4d50c16ac3300cfd95a27352dc94f590e360bb6cb032d86194123c473502c7368e932e947ccebe643f362939ac27d9ef3de93de97403471e1b6aa186d71d146074173559df78dd21838feef767f332f4193db33ac6144664f50d7417069f59b27b506aab94340f29a13713834f1fef3017d0679d4453a9ea50aa7da9c4037d7b07ed05d226d348796af214c5f68a5fe4756226e1056528f6509fe0f8568a9c4b05e702388d4dba5b925af498c8301bb906b178feac0ef2e70ccc31705c5f1b99119df60cdd99af3f236b255afc160b5cb7d66e3d932cf01dd1646c1b1ca9956cab3424b2e4e536177212492cb6a61f658d7085ba9aff4fd80456fac1b902463e4848eb68eeb083b6d20df3f90f62f38346');
INSERT INTO public.handed_tables VALUES (2, 1, 'claims', 'claims.csv', 'a61808fe40feb8b3433778bbc2ececcaa47c8c47fc1657f054c239efd3f0e984', 1, '\x789c354fcb6ac33010fc973ddb4176490fb996de7a2af4148251a5ad599056622d8586907fefca6a6e9ac7ce8cce7770c1525cc8c309de2618201063871f0dee322abc838da97251619a8d391c4d53ab08b2bb29f9fef5098f0172c2856d446588af891c4227bd2d8d9ccdfc3a9a97d11c95f7c9d5885c36389d9ff6713a64ff0317bdb25218458fd4bad5ef48a5b4255c43182009adc44f9425ad62e3dedb0a5128f9fe766db510b692962a68b3daaf36f46faa057f33f2868bd38d6b925b673995ffb8881ae0f680c7e50fe3ed61f9');
INSERT INTO public.intake_problems VALUES (1, 1, '0c179edb3469b9b6a21cd4102af7835b', 'b.zip', 'password_protected', 'It needs a password.', NULL, true);
INSERT INTO public.lines VALUES (1, 0, 'L1', 'Blå Kusten', 'Partner 1', 'flagged', 'EUR', 1500.0000, 1200.5000, 1101.0000, 0.91);
INSERT INTO public.readers VALUES (1, '7', 'a1b2c3d4e5f60718');
INSERT INTO public.readings VALUES (1, 1, 'f6cac85a623d3679bfe67160d07d5e2c1e6999cee4445e3226de9809ba8c437d', 'invoice', 'sv', 3, '\x789cc595cb8ed33014865fc5f23a8d9c7b934dc52090d880340236685439f1696b70ece23865aaaacfc10bf026f3621cf732a1b4231654eacefe7d9af3e54b6d6f68b7e07196d38acef28637e38ce7712292bc28eb19e4459433c10a9141dc44909765d900a4699a4112c7b98072ccca9a8f9b3429040de837a9053e49ea95910d60a0b89ef77c0e18762b9cc34a0ad0b8547dd950cd5bbf204cd3b7a0dd54f76d0d16ab9a85e940d36a43575cf5bee6ddfbcfa394b108171d3cba3f1282d172d7210a686d1efdaf14ccb024626186e56649ab9885318ead9c2f70a12cc3b2f4c5ce9996564914a65b6c6af4ec08c7c2b248f079b657bebbe235288a35c62dc0763bf8bfc926e76893814df74a1df0f6c37f777bd806e78a0477705150cce27cc49211cb068e21bbb5a481647209ef7aa29c715c4d796b7aed2e7a8af0bb84191b280ec1ad0d1d30266760d773d3f4d662edfaa297379fee87d638b9b50f44989c005dcfc30ab430978f99b75f9f7e29d582909cbcba1bfa9fe6b776734a337909f37f8d3de0f12d354ca583760f20a06bac5c3a69d01abde35a830d48c21879fa49e2ddaefade73eda45bfbfd8dd35e4b375d5a7f19543463de09f365871dbafb97b3fd7eec1cb7c3b1908f121f82bf4ff6c82f180fd951b81f1d74277e7c949d866ceb5f66694dad8eafd218e19110c2f69d0331dd290c680b5db7bfaf3e2e80f89028be064b7ef08e58e082f039979ad46bf2e1f57df86c380ee88ce3d943ab19571df87e2bfc6e7b5305ddfe06f77739b2', '\x789ced55516f9b3010fe2bc8cf84da061b1c557bd8b4497b9a146d4f6d5419fb48988c4160d64455fefbecd02c6987b63dac52350d04d877f67ddcf9eebb07346c25651c2d51c5955405939ca63ae5b9282be039e158e35c33a08a00174228802ccb18a494720da2c0a29485cad25ca31859d980b754db6f6dad6041924e575edc80aee59ddb774129bbced44ababab55793ba931b18d0f2e601d9b129a1474b12a3fb5abb2d5a32c1125ac4680bf566ebd0b2c8485288180dedd8ab60cec1cefd40b6a33131aa6abb81beeb6beb4ea2b02a40a015a8ad1ded86f83dabdb116310aa350ec29c2434cd6286c3f8fd9755f8b8d64913061453bec0e902b330bb1d29213c8c3e7c3d1ac98c393a7934fb1fe29540ac6364a0f249f08006075d48800c631c7382f3dfbc1619cd33f1ea57ae0f212edda5872c78f8f42694fd2d5100eca7523c438a7f2fa865eb5cdb5c3ac931652f1b57d5daaad660d523931de23323d23f67c456f5672a7e6ba4a6e81927228cabeaf241170c69a6221a4ad95f1610eca4f2831b9ca4cfae991ca4f869a29c36673821beae19cf0b311f65c17e0a85872c5242d797e1485faa41cc50c68c7fb35530efd0ecc17a14f08e680d7aea7bd361553e4a63bfd825bbc6fcaa6d4e6a6fd5c1f138af3f4e0df7cd44a2d757a7390a485ddf96069aa9c3aa56076ba375fde87f51df3d86a78161f06dd8ab3e6f210ac2c8c83df4d1bd1ca21ea48ee446d6362af7d1a777abe4b16b1ff3b2929e97d1b2926680c3faf01dfdf940c8');
INSERT INTO public.reconciliations VALUES (1, '20260630T120000-nightly-9d6663d8', 1, '2026-06-30', 'generic', '\x789ced564b6edb3010bd8ac0b52d48729dc05e050dda4d5b3428d0455104022d8d6436142990949dc0f0717a925eac33a46ccb8ef3e9a64081ae247e86f3e6cd1b0e374c0a0596cdbf6ffc1f9b876f2e4a36671f533662056f5a2e6a952bdee03a7b2b7ffd8c3e74d681c255deb646afa02443dee84e39dc924e93244e1232ee8c01553ce0e4bbaf5fd876c4ace386f6644976314e26e3847c802a0753139ae285132be11e72f7d092db352c84e206570c5440877ad8ece6f398b6e32763b72386686ac31b8fb406054614b8dae257938bf7dfb20b1a23065cc3899bf017d119ade40aa706cec3a8a0b08cf0febc0b0851731968a200ee5b281c9439ac4449d8c2566d442d147153094990c8455cd81585a1d76c9e6d0f14e61a77aa4eca115b2121da84a3d1a2ee784dd63d7fae4324ac92bcae9178c427b9684e5390610aa6e753b0c378629126e953492b75d135a09c675ca89516058cd3b82d2be2dcfbf74bd7298d911fab959fc0b8cc0e1eedd4aadaf193c4b3748b735c4a5d702782c566ef0bbd1f7b1a3d52261d1cc6d75e327d28af0cca16da208ecb38cda65e380bbe10d2671db1cd082d2adf883e16842aa172398574e4e309a9536c9550a5507508acd0252571480982001c06a519cc0bac49199dd7ca757a79456135606dc8ff27041c091bf5e6915b721579f1a8f8657a9e2196bb1ce3bc3b0a6b367b523fbdd88ff8add0ac3c16de49b20fc2f37460f97470748483fb41ce225fa714375a2ef4bdbf9a3001384607b85bb7583f494cc9c3325be20242a6bc2db473ba61f3491abfd93ec2713949f7144bbe00c9b6b7a7b9a67a0549e138edb0cc7b5248012b349867a3de748e2c6b0bb8b2868061e201e9ced82332dc124498eac325a7fd35941f327c23b17620b258ff985d881a612d0a28ea1316fbeb4f72ba6906e9c4a4fc5d796527f2cacecb2b7b465e5876ffd5f58fa88b6e699beb6adfa32fc613727bbed9eedbc1e6d11574ee86fa83c6d56ad8bd427ac82c4c968879f8a698b2977ad6e1054055d22d1ae1bce642ffddf5ed301a86397c4cbcfe69a02ce4d8e3a0d6a67f5328edfae31ac0030a7f8097ca128abbc0de49a122ca1f5819fb6ea7ecda0750717c5b946cd7770f1c522d3754d3be900fd2d8fe0649f2188c');
INSERT INTO public.runs VALUES ('20260630T120000-nightly-9d6663d8', 'nightly', 'spring', '{"program": "generic"}', '2026-06-30', '2026-06-30 12:00:00+00', '2026-06-30 12:00:00+00', 'findings', '{"documents": 2}');
INSERT INTO public.submissions VALUES (1, 1, 'invoice-1.pdf', 'f6cac85a623d3679bfe67160d07d5e2c', 'f6cac85a623d3679bfe67160d07d5e2c1e6999cee4445e3226de9809ba8c437d', 'inbox', NULL);
INSERT INTO public.submissions VALUES (2, 1, 'invoice-2.pdf', '01e1bc1710b30f0f9423dccb25f79db2', '01e1bc1710b30f0f9423dccb25f79db211049cd9da75d6b0e0fa1b2249c05395', 'inbox', NULL);
SELECT pg_catalog.setval('public.batches_id_seq', 5, true);
SELECT pg_catalog.setval('public.handed_tables_id_seq', 2, true);
SELECT pg_catalog.setval('public.intake_problems_id_seq', 1, true);
SELECT pg_catalog.setval('public.readers_id_seq', 1, true);
SELECT pg_catalog.setval('public.readings_id_seq', 1, true);
SELECT pg_catalog.setval('public.reconciliations_id_seq', 1, true);
SELECT pg_catalog.setval('public.submissions_id_seq', 2, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_name_key UNIQUE (name);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (sha256);
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_pkey PRIMARY KEY (reconciliation, "position");
ALTER TABLE ONLY public.handed_tables
    ADD CONSTRAINT handed_tables_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_problems
    ADD CONSTRAINT intake_problems_once UNIQUE (batch, digest);
ALTER TABLE ONLY public.intake_problems
    ADD CONSTRAINT intake_problems_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lines
    ADD CONSTRAINT lines_pkey PRIMARY KEY (reconciliation, "position");
ALTER TABLE ONLY public.readers
    ADD CONSTRAINT readers_once UNIQUE (version, digest);
ALTER TABLE ONLY public.readers
    ADD CONSTRAINT readers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.readings
    ADD CONSTRAINT readings_once UNIQUE (reader, sha256);
ALTER TABLE ONLY public.readings
    ADD CONSTRAINT readings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reconciliations
    ADD CONSTRAINT reconciliations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reconciliations
    ADD CONSTRAINT reconciliations_run_key UNIQUE (run);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_once UNIQUE (batch, name_digest, sha256);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_pkey PRIMARY KEY (id);
CREATE INDEX findings_by_code ON public.findings USING btree (reconciliation, code);
CREATE INDEX findings_by_identity ON public.findings USING btree (identity);
CREATE INDEX handed_tables_of_batch ON public.handed_tables USING btree (batch, kind, id);
CREATE INDEX ix_runs_batch ON public.runs USING btree (batch);
CREATE INDEX ix_runs_started_at ON public.runs USING btree (started_at);
CREATE INDEX ix_submissions_sha256 ON public.submissions USING btree (sha256);
CREATE INDEX lines_by_status ON public.lines USING btree (reconciliation, status);
CREATE INDEX reconciliations_of_batch ON public.reconciliations USING btree (batch, id);
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_reconciliation_fkey FOREIGN KEY (reconciliation) REFERENCES public.reconciliations(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.handed_tables
    ADD CONSTRAINT handed_tables_batch_fkey FOREIGN KEY (batch) REFERENCES public.batches(id);
ALTER TABLE ONLY public.intake_problems
    ADD CONSTRAINT intake_problems_batch_fkey FOREIGN KEY (batch) REFERENCES public.batches(id);
ALTER TABLE ONLY public.lines
    ADD CONSTRAINT lines_reconciliation_fkey FOREIGN KEY (reconciliation) REFERENCES public.reconciliations(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.readings
    ADD CONSTRAINT readings_reader_fkey FOREIGN KEY (reader) REFERENCES public.readers(id);
ALTER TABLE ONLY public.reconciliations
    ADD CONSTRAINT reconciliations_batch_fkey FOREIGN KEY (batch) REFERENCES public.batches(id);
ALTER TABLE ONLY public.reconciliations
    ADD CONSTRAINT reconciliations_run_fkey FOREIGN KEY (run) REFERENCES public.runs(id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_batch_fkey FOREIGN KEY (batch) REFERENCES public.batches(id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_sha256_fkey FOREIGN KEY (sha256) REFERENCES public.documents(sha256);
