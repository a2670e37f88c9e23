package org.sgdlimits.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sgdlimits.experiment.Json;
import org.sgdlimits.experiment.UserError;
import org.sgdlimits.report.Format;
import org.sgdlimits.validation.Claim;
import org.sgdlimits.validation.Suite;
import org.sgdlimits.validation.SuiteReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sgdlimits validate [NAME…]}: the validation suite. */
@Command(
        name = "validate",
        description = "Examine the claims of the validation suite; exit 1 if one fails.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class ValidateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Claims to examine, of either tier; all by default.")
    private List<String> names = List.of();

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            defaultValue = "quick",
            description = "quick: the claims that run with every build. full: all. Default ${DEFAULT-VALUE}.")
    private String tier;

    @Option(
            names = "--claims",
            paramLabel = "DIR",
            description = "The folder of claims; ./validation, or else the installation's, by default.")
    private Path claims;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/validation",
            description = "Where the results go.")
    private Path out;

    @Option(names = "--json", description = "The results as JSON on stdout, and nothing else there.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!List.of("quick", "full").contains(tier)) {
            throw new UserError("--tier " + tier + ": expected quick or full");
        }
        PrintWriter writer = spec.commandLine().getOut();
        List<Claim> selected = Suite.claims(folder(), names, Claim.Tier.valueOf(tier.toUpperCase(Locale.ROOT)));
        List<Suite.Result> results = Suite.examine(selected, result -> {
            if (!json) {
                tell(writer, result);
            }
        });
        SuiteReport.write(results, out);
        boolean passed = results.stream().allMatch(result -> result.finding().passed());
        if (json) {
            writer.print(Json.print(SuiteReport.json(results)));
        } else {
            long holding =
                    results.stream().filter(result -> result.finding().passed()).count();
            writer.println();
            writer.println(holding + " of " + results.size() + " cases hold");
            writer.println("report: " + out.resolve("validation.html"));
        }
        writer.flush();
        return passed ? Main.FINE : Main.FAILED;
    }

    private Path folder() {
        Path here = Path.of("validation");
        String home = System.getProperty("sgdlimits.home");
        if (claims != null) {
            return claims;
        }
        return Files.isDirectory(here) || home == null ? here : Path.of(home, "validation");
    }

    private static void tell(PrintWriter writer, Suite.Result result) {
        writer.printf(
                Locale.ROOT,
                "%-5s  %-28s %-34s %8.1f s%n",
                result.finding().passed() ? "ok" : "FAIL",
                result.claim().name(),
                result.caseName(),
                result.seconds());
        if (!result.finding().passed()) {
            writer.println("       claim:    " + result.claim().statement());
            writer.println("       expected: " + result.finding().expected());
            writer.println("       got:      " + result.finding().got());
            if (!Double.isNaN(result.finding().standardErrors())) {
                writer.println(
                        "       off by " + Format.number(result.finding().standardErrors()) + " standard errors");
            }
        }
        writer.flush();
    }
}
