package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;

/** Regression: a covariance in a file beside the model file, and models that state one and run again without the file. */
@Tag("regression")
class CovarianceFileTest {

    @TempDir
    private Path folder;

    private Experiment read(String covariance, String... settings) throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), """
                { "model": { "kind": "objective", "objective": "phase-retrieval", "covariance": COVARIANCE },
                  "training": { "rule": "plain", "learningRate": 0.01 },
                  "run": { "dimension": 3, "horizon": { "tau": 1 }, "points": 2, "methods": ["reduced"] } }
                """.replace("COVARIANCE", covariance));
        return Experiment.read(
                model, List.of(settings).stream().map(Setting::parse).toList());
    }

    private static Covariance covariance(Experiment experiment) {
        return ((FieldModel) experiment.problem().model()).covariance();
    }

    private String messageOf(String covariance) {
        return assertThrows(UserError.class, () -> read(covariance))
                .getMessage()
                .replace(folder + "/", "");
    }

    /** ½I + v vᵀ with v = (1, −1, 1): eigenvalues 3½ and twice ½. */
    @Test
    void aMatrixIsReadBesideTheModelAndTheManifestNeedsItNoMore() throws IOException {
        Path matrix = Files.writeString(folder.resolve("K.csv"), "1.5,-1,1\n-1,1.5,-1\n1,-1,1.5\n");
        Experiment experiment = read("{ \"kind\": \"matrix\", \"file\": \"K.csv\" }");
        assertEquals(
                "matrix 3 x 3 from K.csv, tr K/d = 1.5, eigenvalues from 0.5 to 3.5, 2 blocks",
                covariance(experiment).describe(3));
        Files.delete(matrix);
        ObjectNode stated = (ObjectNode) experiment.statement().get("modelFile");
        Experiment again = ModelFile.read("elsewhere/manifest.json", Json.print(stated), List.of());
        assertEquals(covariance(experiment), covariance(again));
        assertEquals(
                stated.at("/model/covariance").toString(),
                again.statement().at("/modelFile/model/covariance").toString());
    }

    @Test
    void aTraceRescalesAFileAndAnOptionMayGiveIt() throws IOException {
        Files.writeString(folder.resolve("x.csv"), "1,2,0.5\n0.3,-1,2\n2,0,1\n-1,0.4,0.7\n");
        Experiment experiment = read("{ \"kind\": \"data\", \"file\": \"x.csv\" }", "model.covariance.trace=2");
        assertEquals(2, covariance(experiment).spectrum(3).trace(1), 1e-15);
        assertTrue(covariance(experiment).describe().startsWith("of 4 samples from x.csv"));
    }

    @Test
    void aSweepStatesItsModelWithoutTheFile() throws IOException {
        Files.writeString(folder.resolve("K.csv"), "1,0,0\n0,2,0\n0,0,3\n");
        read("{ \"kind\": \"matrix\", \"file\": \"K.csv\" }");
        Path below = Files.createDirectory(folder.resolve("sweeps"));
        Path sweep = Files.writeString(below.resolve("s.json"), """
                { "model": "../model.json", "grid": { "training.learningRate": [0.01, 0.02] } }
                """);
        Experiment experiment =
                SweepFile.read(sweep, List.of(Setting.parse("exit={\"observable\": \"risk\", \"fraction\": 0.5}")));
        assertEquals(
                "[3.0,2.0,1.0]",
                experiment
                        .statement()
                        .at("/sweepFile/model/model/covariance/values")
                        .toString());
    }

    @Test
    void filesThatHoldNoCovarianceOfTheDimensionAreRefused() throws IOException {
        Files.writeString(folder.resolve("wide.csv"), "1,0\n");
        Files.writeString(folder.resolve("two.csv"), "1,0\n0,1\n");
        Files.writeString(folder.resolve("text.csv"), "1,0\n0,one\n");
        Files.writeString(folder.resolve("indefinite.csv"), "0,1\n1,0\n");
        assertEquals(
                "model.json: model.covariance.file: wide.csv: expected a square matrix, got 1 rows and 2 columns in row 1. Symmetrise it, or"
                        + " state rows of data with \"kind\": \"data\"",
                messageOf("{ \"kind\": \"matrix\", \"file\": \"wide.csv\" }"));
        assertEquals(
                "model.json: model.covariance: K has 2 eigenvalues with their multiplicities, but run.dimension is 3; make"
                        + " them equal",
                messageOf("{ \"kind\": \"matrix\", \"file\": \"two.csv\" }"));
        assertEquals(
                "model.json: model.covariance.file: text.csv: line 2, column 2: expected a finite number, got \"one\"",
                messageOf("{ \"kind\": \"matrix\", \"file\": \"text.csv\" }"));
        assertEquals(
                "model.json: model.covariance.file: indefinite.csv: expected a positive semidefinite matrix, got one with the"
                        + " eigenvalue -1.0 (largest: 1.0). Symmetrise it, or state rows of data with \"kind\": \"data\"",
                messageOf("{ \"kind\": \"matrix\", \"file\": \"indefinite.csv\" }"));
        assertEquals(
                "model.json: model.covariance.file: wide.csv: expected at least 2 samples, one a row, to estimate a covariance from, got 1",
                messageOf("{ \"kind\": \"data\", \"file\": \"wide.csv\" }"));
        assertEquals(
                "model.json: model.covariance.trace: expected a number > 0, got 0",
                messageOf("{ \"kind\": \"matrix\", \"file\": \"two.csv\", \"trace\": 0 }"));
    }
}
