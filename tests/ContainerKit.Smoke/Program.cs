using System.Collections.Concurrent;
using ContainerKit;

// Runs the first example of the README. eng/check-aot.sh publishes this program ahead of time.
// It prints the results, and exits with 1 if they are wrong. Its session needs the embedded watchdog.
const string Name = "containerkit-smoke:0.1";
var warnings = new ConcurrentQueue<string>();
CleanupSession.Current.Warning += warnings.Enqueue;
await CleanupSession.Current.TrackAsync(DockerEngine.Default);
await Image.Pull("debian:bookworm-slim").Run("sleep", "infinity").Exec("touch", "/x").Commit(Name);
try
{
    var listing = await Image.Local(Name).Run("ls", "/x").Output();
    var (greeting, input) = await Plan.All(
        Image.Pull("hello-world").Run().Output(),
        Image.Local(Name).Run(new ContainerSpec("sleep", "infinity") { Tty = true }).Capture(new ExecSpec("cat") { StandardInput = "me" }));
    Console.WriteLine($"{Environment.Version}: {listing.Trim()}, {input.Stdout}, {greeting.Trim().Split('\n')[0]}");
    foreach (var warning in warnings) Console.WriteLine($"warning: {warning}");
    var isWatched = !warnings.Any(warning => warning.Contains("has no watchdog", StringComparison.Ordinal));
    var isGreeting = greeting.Contains("Hello from Docker!", StringComparison.Ordinal);
    return isWatched && isGreeting && listing == "/x\n" && input.Stdout == "me" ? 0 : 1;
}
finally
{
    await (await Image.Local(Name)).RemoveAsync();
}
