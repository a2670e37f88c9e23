package org.sgdlimits.validation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sgdlimits.experiment.Suggestions;
import org.sgdlimits.experiment.UserError;

/** The validation suite: finds the claims and examines them. */
public final class Suite {

    private Suite() {}

    /**
     * What came of one case of a claim.
     *
     * @param claim the claim
     * @param caseName the case; empty where it is the only one
     * @param finding what was found
     * @param seconds of wall-clock time
     */
    public record Result(Claim claim, String caseName, Finding finding, double seconds) {}

    /** Told of every result as it comes. */
    @FunctionalInterface
    public interface Listener {
        /** One case is done. */
        void accept(Result result);
    }

    /**
     * The claims of a folder.
     *
     * @param names names of claims, all when empty
     * @param tier quick leaves out the claims of the full tier, unless they are named
     * @throws UserError if a file is wrong, a name unknown, or the folder holds no claims
     */
    public static List<Claim> claims(Path folder, List<String> names, Claim.Tier tier) {
        List<Claim> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(file -> all.add(Claim.read(file)));
        } catch (IOException missing) {
            throw new UserError(
                    folder + ": expected a folder of claims, but it cannot be read (" + missing
                            + "). Run from the folder that holds validation/",
                    missing);
        }
        if (all.isEmpty()) {
            throw new UserError(folder + ": expected a folder of claims, but it holds no .json file");
        }
        List<String> known = all.stream().map(Claim::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UserError("validate: unknown claim \"" + name + "\". " + Suggestions.hint(name, known));
            }
        }
        return all.stream()
                .filter(claim -> names.isEmpty()
                        ? tier == Claim.Tier.FULL || claim.tier() == Claim.Tier.QUICK
                        : names.contains(claim.name()))
                .toList();
    }

    /**
     * Examines claims, case by case; a case that fails numerically is a finding too.
     *
     * @throws UserError if a claim asks for what its model cannot do
     */
    public static List<Result> examine(List<Claim> claims, Listener listener) {
        List<Result> results = new ArrayList<>();
        for (Claim claim : claims) {
            for (ClaimCase claimCase : claim.cases()) {
                long start = System.nanoTime();
                Finding finding = finding(claim, claimCase);
                Result result = new Result(claim, claimCase.name(), finding, (System.nanoTime() - start) * 1e-9);
                results.add(result);
                listener.accept(result);
            }
        }
        return List.copyOf(results);
    }

    private static Finding finding(Claim claim, ClaimCase claimCase) {
        try {
            return Checks.of(claim.kind()).examine(claimCase);
        } catch (IllegalArgumentException refused) {
            throw new UserError("validation/" + claim.name() + ".json: " + refused.getMessage(), refused);
        } catch (IllegalStateException failed) {
            return Finding.exact(false, "a run to the horizon", failed.getMessage());
        }
    }
}
