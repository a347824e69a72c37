using ContainerKit;
using Quickstart;

// Runs an image, creates an image of your own in one statement, and shows what is left on the engine.
// Start it with ./eng/run.sh, or with dotnet run if an engine is running.
var progress = new ConsoleProgress();
var before = await ContainersAsync();

Title("1. Run an image and print its output");
Console.WriteLine(await Image.Pull("hello-world").Run().Output().WithProgress(progress));

Title("2. Pull, run, exec and commit in one statement");
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
    // Without access to the Debian packages nothing can be installed. The failed plan has already removed its container.
    Console.WriteLine($"The container cannot reach the Debian packages, so the sample writes a file instead.\n{e.Message}\n");
    await Image.Pull("debian:bookworm-slim")
        .Run("sleep", "infinity")
        .Exec("sh", "-c", "echo 'echo no ping today' > /usr/bin/ping; chmod +x /usr/bin/ping")
        .Commit("my:0.1");
}

Title("3. Run the new image");
Console.WriteLine(await Image.Local("my:0.1").Run("ping", "-V").Output());

Title("4. Resources left on the engine");
Console.WriteLine($"image:      {await Image.Local("my:0.1")}");
var left = (await ContainersAsync()).Except(before).ToList();
Console.WriteLine($"containers: {(left.Count == 0 ? "none" : string.Join(", ", left))}");
return left.Count == 0 ? 0 : 1;

static void Title(string text) => Console.WriteLine($"\n== {text}");

// DockerEngine.Client is the raw Docker.DotNet client, for requests that the library does not wrap.
static async Task<IReadOnlyList<string>> ContainersAsync()
{
    var containers = await DockerEngine.Default.Client.Containers.ListContainersAsync(new() { All = true });
    return [.. containers.Select(container => $"{container.Names[0]} {container.ID}")];
}
