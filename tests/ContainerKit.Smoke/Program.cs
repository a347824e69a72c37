using ContainerKit;

// Runs the first example of the README. eng/check-aot.sh publishes this program ahead of time.
// It prints the results, and exits with 1 if they are wrong.
const string Name = "containerkit-smoke:0.1";
await Image.Pull("debian:bookworm-slim").Run("sleep", "infinity").Exec("touch", "/x").Commit(Name);
try
{
    var listing = await Image.Local(Name).Run("ls", "/x").Output();
    var (greeting, input) = await Plan.All(
        Image.Pull("hello-world").Run().Output(),
        Image.Local(Name).Run(new ContainerSpec("sleep", "infinity") { Tty = true }).Capture(new ExecSpec("cat") { StandardInput = "me" }));
    Console.WriteLine($"{Environment.Version}: {listing.Trim()}, {input.Stdout}, {greeting.Trim().Split('\n')[0]}");
    return listing == "/x\n" && input.Stdout == "me" && greeting.Contains("Hello from Docker!", StringComparison.Ordinal) ? 0 : 1;
}
finally
{
    await (await Image.Local(Name)).RemoveAsync();
}
