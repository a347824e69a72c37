using ContainerKit;

// The headline, in the way a program without a JIT or on an older runtime runs it. Prints what it saw; exits with 1 when that is wrong.
const string Name = "containerkit-smoke:0.1";
await Image.Pull("debian:bookworm-slim").Run("sleep", "infinity").Exec("touch", "/x").Commit(Name);
try
{
    var listing = await Image.Local(Name).Run("ls", "/x").Output();
    var (greeting, who) = await Plan.All(
        Image.Pull("hello-world").Run().Output(),
        Image.Local(Name).Run(new ContainerSpec("sleep", "infinity") { Tty = true }).Capture(new ExecSpec("cat") { StandardInput = "me" }));
    Console.WriteLine($"{Environment.Version}: {listing.Trim()}, {who.Stdout}, {greeting.Trim().Split('\n')[0]}");
    return listing == "/x\n" && who.Stdout == "me" && greeting.Contains("Hello from Docker!", StringComparison.Ordinal) ? 0 : 1;
}
finally
{
    await (await Image.Local(Name)).RemoveAsync();
}
