using ContainerKit;
using Quickstart;

// The main job of the library, from nothing to an image of one's own. Run it with ./eng/run.sh, or where an engine runs: dotnet run.
var progress = new ConsoleProgress();
var before = await Containers();

Title("1. Run an image to its end");
Console.WriteLine(await Image.Pull("hello-world").Run().Output().WithProgress(progress));

Title("2. Pull, run, exec, commit: one line");
try
{
    await Image.Pull("debian:bookworm-slim")
        .Run("sleep", "infinity")
        .Exec("apt-get", "update")
        .Exec("apt-get", "install", "-y", "--no-install-recommends", "iputils-ping")
        .Commit("my:0.1")
        .WithProgress(progress);
}
catch (ExecFailedException e) when (e.Result.Command[0] == "apt-get")
{
    // The chain has removed its container already. What a container cannot reach from here it cannot install either.
    Console.WriteLine($"The container cannot reach Debian's packages, so it installs none and writes a file instead.\n{e.Message}\n");
    await Image.Pull("debian:bookworm-slim").Run("sleep", "infinity").Exec("sh", "-c", "echo 'echo no ping today' > /usr/bin/ping; chmod +x /usr/bin/ping").Commit("my:0.1");
}

Title("3. What was installed is there");
Console.WriteLine(await Image.Local("my:0.1").Run("ping", "-V").Output());

Title("4. What the chain left behind");
Console.WriteLine($"image:      {await Image.Local("my:0.1")}");
var left = (await Containers()).Except(before).ToList();
Console.WriteLine($"containers: {(left.Count == 0 ? "none" : string.Join(", ", left))}");
return left.Count == 0 ? 0 : 1;

static void Title(string text) => Console.WriteLine($"\n== {text}");

// For what the library does not wrap there is the raw client.
static async Task<IReadOnlyList<string>> Containers() =>
    [.. (await DockerEngine.Default.Client.Containers.ListContainersAsync(new() { All = true })).Select(container => $"{container.Names[0]} {container.ID}")];
