using ContainerKit;
using Progress;
using Spectre.Console;

// A pull, a build and a push as live bars. Run it with an image, and with a registry that you may push to:
//   dotnet run --project samples/Progress -- debian:bookworm-slim 127.0.0.1:5000
var image = args.ElementAtOrDefault(0) ?? "debian:bookworm-slim";
var registry = args.ElementAtOrDefault(1) ?? Environment.GetEnvironmentVariable("CONTAINERKIT_REGISTRY");
var name = $"{registry ?? "localhost"}/containerkit-progress:1";

var recipe = $"""
    FROM {image}
    RUN dd if=/dev/urandom of=/first bs=1M count=24
    RUN for i in 1 2 3 4 5; do echo line $i; sleep 0.3; done
    RUN dd if=/dev/urandom of=/second bs=1M count=48
    CMD ["ls", "-l", "/first", "/second"]
    """;

try
{
    await AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .StartAsync(async screen =>
        {
            var bars = new LiveBars(screen);
            await Image.Pull(image, PullPolicy.Always).WithProgress(bars);
            var built = Image.Build(BuildSpec.FromText(recipe) with { Tags = [name] });
            await (registry is null ? built : built.Push()).WithProgress(bars);
        });

    var made = await Image.Local(name);
    AnsiConsole.WriteLine(await Image.Local(name).Run().Output());
    if (registry is null) AnsiConsole.WriteLine("Nothing was pushed: no registry was named.");
    await made.RemoveAsync();
    return 0;
}
catch (ContainerKitException e)
{
    // What the chain had made is gone again; the message says so.
    AnsiConsole.WriteLine(e.Message);
    return 1;
}
