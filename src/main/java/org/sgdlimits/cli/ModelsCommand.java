package org.sgdlimits.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sgdlimits.experiment.Json;
import org.sgdlimits.experiment.ModelText;
import org.sgdlimits.experiment.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sgdlimits models}: what is in {@code models/}, a line each. */
@Command(
        name = "models",
        description = "List the models that are ready to run, and last the sweep files, which `sgdlimits sweep` takes.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class ModelsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Path> models = ModelText.shipped();
        if (models.isEmpty()) {
            throw new UserError("models: expected a folder with model files here, found none."
                    + " Run from the folder that holds models/, or through the launcher");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode list = Json.object().putArray("models");
            models.forEach(model ->
                    list.addObject().put("file", model.toString()).put("description", ModelText.description(model)));
            out.print(Json.print(list));
        } else {
            int width = models.stream()
                    .mapToInt(model -> model.toString().length())
                    .max()
                    .orElse(0);
            models.forEach(
                    model -> out.println(String.format("%-" + width + "s  ", model) + ModelText.description(model)));
        }
        out.flush();
        return Main.FINE;
    }
}
