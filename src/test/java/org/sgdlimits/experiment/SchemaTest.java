package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdlimits.analysis.Effort;
import org.sgdlimits.analysis.SweepPlan;
import org.sgdlimits.law.ObservableFamily;
import org.sgdlimits.leastsquares.Sampling;
import org.sgdlimits.leastsquares.SpectrumMethod;

/** {@code docs/model-file.schema.json} and {@code docs/sweep-file.schema.json} say what the readers read. */
@Tag("regression")
class SchemaTest {

    private static final JsonNode SCHEMA = schema("model-file");

    private static JsonNode schema(String of) {
        Path file = Path.of("docs", of + ".schema.json");
        return Json.parse(file.toString(), ModelText.read(file));
    }

    private static Set<String> keysAt(JsonNode schema, String pointer) {
        Set<String> keys = new TreeSet<>();
        schema.at(pointer + "/properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static void agree(Collection<String> read, String pointer) {
        assertEquals(new TreeSet<>(read), keysAt(SCHEMA, pointer), pointer);
    }

    @Test
    void theReaderOfSweepsAndTheirSchemaKnowTheSameKeys() {
        JsonNode sweeps = schema("sweep-file");
        Map.of(
                        "", SweepFile.KEYS,
                        "/properties/fit", SweepFile.FIT_KEYS,
                        "/properties/phaseDiagram", SweepFile.DIAGRAM_KEYS,
                        "/properties/searchAndDescent", SweepFile.DESCENT_KEYS,
                        "/$defs/range", SweepFile.RANGE_KEYS)
                .forEach((pointer, read) -> assertEquals(new TreeSet<>(read), keysAt(sweeps, pointer), pointer));
        assertEquals(
                Stream.of(Effort.values()).map(NetworkSection::word).toList(),
                words(sweeps, "/properties/fit/properties/effort/enum"));
        assertEquals(
                Stream.of(SweepPlan.Statistic.values())
                        .map(NetworkSection::word)
                        .toList(),
                words(sweeps, "/properties/statistic/enum"));
    }

    @Test
    void theReaderAndTheSchemaKnowTheSameKeys() {
        agree(ModelFile.KEYS, "");
        agree(NetworkSection.KEYS, "/$defs/network");
        agree(NetworkSection.STUDENT_KEYS, "/$defs/network/properties/student");
        agree(NetworkSection.STUDENT_LAYER_KEYS, "/$defs/network/properties/student/properties/secondLayer");
        agree(NetworkSection.TEACHER_KEYS, "/$defs/network/properties/teacher");
        agree(NetworkSection.TEACHER_LAYER_KEYS, "/$defs/network/properties/teacher/properties/secondLayer");
        agree(NetworkSection.EXPANSION_KEYS, "/$defs/expansion");
        agree(NetworkSection.TERMS_KEYS, "/$defs/terms");
        agree(NetworkSection.TERM_KEYS, "/$defs/terms/properties/terms/items");
        agree(TrainingSection.KEYS, "/$defs/training");
        agree(TrainingSection.THEN_KEYS, "/$defs/training/properties/then");
        agree(RunSection.KEYS, "/$defs/run");
        agree(ExitSection.KEYS, "/$defs/exit");
        agree(RunSection.MODEL_CLOCKS, "/$defs/run/properties/horizon");
        agree(RunSection.SCALED_KEYS, "/$defs/scaled");
        agree(TrainingSection.RATE_KEYS, "/$defs/schedule/oneOf/3");
        agree(TrainingSection.BATCH_KEYS, "/$defs/batch/oneOf/1");
        agree(RunSection.STATISTIC_KEYS, "/$defs/run/properties/statistics/items");
        agree(RunSection.SDE_KEYS, "/$defs/run/properties/sde");
        agree(RunSection.REDUCED_KEYS, "/$defs/run/properties/reduced");
        agree(RunSection.HOMOGENIZED_KEYS, "/$defs/run/properties/hsgd");
        agree(RunSection.MEAN_FIELD_KEYS, "/$defs/run/properties/meanfield");
        agree(RunSection.RESOLVENT_KEYS, "/$defs/run/properties/resolvent");
        assertEquals(
                Stream.of(ObservableFamily.values()).map(NetworkSection::word).toList(),
                words(SCHEMA, "/$defs/run/properties/observables/items/enum"));
        agree(CovarianceSection.SIGMA_KEYS, "/$defs/sigma");
        agreeByKind(CovarianceSection.KEYS, "/$defs/covariance", "kind");
        agreeByKind(ObjectiveSection.KEYS, "/$defs/objective", "objective");
        agreeByKind(TrainingSection.SCHEDULE_KEYS, "/$defs/schedule", "schedule");
        agreeByKind(StartSection.KEYS, "/$defs/start", "kind");
    }

    @Test
    void theReaderOfDataAndTheSchemaKnowTheSameKeys() {
        agree(ModelFile.DATA_MODEL_KEYS, "/$defs/data");
        agreeByKind(DataSection.KEYS, "/$defs/rows", "kind");
        agreeByKind(RiskSection.KEYS, "/$defs/risk", "kind");
        agree(SpectrumSection.KEYS, "/$defs/data/properties/spectrum");
        agree(DataFile.TARGET_KEYS, "/$defs/targetFile");
        agree(DataFile.LABEL_KEYS, "/$defs/rows/oneOf/0/properties/labels");
        agree(DataTrainingSection.KEYS, "/$defs/dataTraining");
        agreeByKind(DataTrainingSection.SCHEDULE_KEYS, "/$defs/dataSchedule", "schedule");
        agree(RunSection.DATA_KEYS, "/$defs/dataRun");
        agree(RunSection.DATA_CLOCKS, "/$defs/dataRun/properties/horizon");
        assertEquals(
                Stream.of(SpectrumMethod.Choice.values())
                        .map(NetworkSection::word)
                        .toList(),
                words(SCHEMA, "/$defs/data/properties/spectrum/properties/method/enum"));
        assertEquals(DataMethods.NAMES, words(SCHEMA, "/$defs/dataRun/properties/methods/items/enum"));
        assertEquals(
                Stream.of(Sampling.values()).map(NetworkSection::word).toList(),
                words(SCHEMA, "/$defs/dataTraining/properties/sampling/enum"));
    }

    private static void agreeByKind(Map<String, List<String>> read, String pointer, String key) {
        Set<String> kinds = new TreeSet<>();
        for (int i = 0; i < SCHEMA.at(pointer + "/oneOf").size(); i++) {
            String variant = pointer + "/oneOf/" + i;
            String kind = SCHEMA.at(variant + "/properties/" + key + "/const").asText();
            if (!kind.isEmpty()) {
                kinds.add(kind);
                agree(read.get(kind), variant);
            }
        }
        assertEquals(new TreeSet<>(read.keySet()), kinds);
    }

    @Test
    void theSchemaListsTheMethodsAndActivationsThereAre() {
        assertEquals(Methods.names(), words(SCHEMA, "/$defs/run/properties/methods/items/enum"));
        for (String name : words(SCHEMA, "/$defs/activation/oneOf/0/enum")) {
            ModelFile.read(
                    "x.json", ModelFileErrorsTest.MODEL, List.of(Setting.parse("model.teacher.activation=" + name)));
        }
    }

    private static List<String> words(JsonNode schema, String pointer) {
        return Stream.iterate(0, i -> i < schema.at(pointer).size(), i -> i + 1)
                .map(i -> schema.at(pointer).get(i).asText())
                .toList();
    }

    static List<Path> shippedModels() throws IOException {
        return jsonIn(Path.of("models"));
    }

    private static List<Path> jsonIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shippedModels")
    void everyShippedModelReadsAndSaysWhatItIs(Path file) {
        Experiment experiment = Experiment.read(file, List.of());
        assertEquals(ModelFile.stem(file.toString()), experiment.name());
        assertTrue(ModelText.description(file).endsWith("."), () -> file + " has no description");
    }

    @Test
    void everyShippedSweepReadsAndSaysWhatItIs() throws IOException {
        Path folder = Path.of("models", "sweeps");
        for (Path file : Files.isDirectory(folder) ? jsonIn(folder) : List.<Path>of()) {
            assertEquals(
                    ModelFile.stem(file.toString()),
                    SweepFile.read(file, List.of()).name());
            assertTrue(ModelText.description(file).endsWith("."), () -> file + " has no description");
        }
    }

    /** In a folder of their own, after the models, as another command takes them. */
    @Test
    void sweepsAreListedAfterTheModels(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("models/java"));
        Files.createDirectories(home.resolve("models/sweeps"));
        for (String file : List.of("models/z.json", "models/java/M.java", "models/sweeps/a.json")) {
            Files.writeString(home.resolve(file), "{ \"description\": \"It is.\" }");
        }
        List<Path> listed = ModelText.shipped(home.resolve("models"));
        assertEquals(
                List.of("models/z.json", "models/java/M.java", "models/sweeps/a.json"),
                listed.stream()
                        .map(file -> home.relativize(file).toString().replace('\\', '/'))
                        .toList());
        assertEquals("It is.", ModelText.description(listed.get(2)));
    }
}
