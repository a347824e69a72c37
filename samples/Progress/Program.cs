using ContainerKit;
using Progress;
using Spectre.Console;

// Shows a pull, a build and a push as progress bars. The arguments are an image, and a registry to push to:
//   dotnet run --project samples/Progress -- debian:bookworm-slim 127.0.0.1:5000
var image = args.ElementAtOrDefault(0) ?? "debian:bookworm-slim";
var registry = args.ElementAtOrDefault(1) ?? Environment.GetEnvironmentVariable("CONTAINERKIT_REGISTRY");
var name = $"{registry ?? "localhost"}/containerkit-progress:1";

var dockerfile = $"""
    FROM {image}
    RUN dd if=/dev/urandom of=/first bs=1M count=24
    RUN for i in 1 2 3 4 5; do echo line $i; sleep 0.3; done
    RUN dd if=/dev/urandom of=/second bs=1M count=48
    CMD ["ls", "-l", "/first", "/second"]
    """;

try
{
    await AnsiConsole.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .StartAsync(async screen =>
        {
            var bars = new LiveBars(screen);
            await Image.Pull(image, PullPolicy.Always).WithProgress(bars);
            var built = Image.Build(BuildSpec.FromText(dockerfile) with { Tags = [name] });
            await (registry is null ? built : built.Push()).WithProgress(bars);
        });

    var result = await Image.Local(name);
    AnsiConsole.WriteLine(await Image.Local(name).Run().Output());
    if (registry is null) AnsiConsole.WriteLine("Nothing was pushed, because no registry was given.");
    await result.RemoveAsync();
    return 0;
}
catch (ContainerKitException e)
{
    // The plan has removed the resources that it created; the message lists them.
    AnsiConsole.WriteLine(e.Message);
    return 1;
}
