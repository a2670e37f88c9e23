package org.sgdlimits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Setting;
import org.sgdlimits.experiment.SweepFile;
import org.sgdlimits.validation.Claim;

/** The manual's snippets compile, read and run as they stand, and its links lead somewhere. */
@Tag("regression")
class ManualTest {

    private static final Pattern BLOCK = Pattern.compile("```(json|java)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)\\)");

    @TempDir
    private Path folder;

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    @Test
    void everySnippetIsAModelThatRunsOrAClaimThatReads() throws IOException {
        int snippets = 0;
        Files.createDirectories(folder.resolve("validation"));
        for (Path page : pages()) {
            Matcher blocks = BLOCK.matcher(Files.readString(page));
            while (blocks.find()) {
                snippets++;
                check(page, blocks.group(1), blocks.group(2));
            }
        }
        assertEquals(6, snippets, "a snippet was added or lost: count again");
    }

    private void check(Path page, String language, String text) throws IOException {
        if (language.equals("json") && text.contains("\"claim\"")) {
            Path claim = Files.writeString(folder.resolve("validation/claim.json"), text);
            assertFalse(Claim.read(claim).cases().isEmpty(), page.toString());
            return;
        }
        if (text.contains("\"grid\"")) {
            Path sweep = Files.writeString(folder.resolve("sweep.json"), text);
            Experiment read = SweepFile.read(sweep, List.of(Setting.parse("run.replicas=4")));
            assertTrue(
                    read.runSweep(Optional.empty(), (method, done, total) -> {}).isSound(), page.toString());
            return;
        }
        Matcher name = CLASS.matcher(text);
        String file = language.equals("java") && name.find() ? name.group(1) + ".java" : "model.json";
        Path model = Files.writeString(folder.resolve(file), text);
        List<Setting> small = List.of(
                Setting.parse("run.dimension=30"), Setting.parse("run.replicas=2"), Setting.parse("run.points=2"));
        Comparison comparison = Experiment.read(model, small).run((method, done, total) -> {});
        assertTrue(comparison.isCompleted(), page + ": " + comparison.sentence());
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                Path base = page.toAbsolutePath().getParent();
                assertTrue(Files.exists(base.resolve(links.group(1))), page + " links to " + links.group(1));
            }
        }
    }
}
