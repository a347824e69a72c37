using ContainerKit;

// Three terminals in one container at once. Each has a terminal of its own, runs something, and sees what the others run. Where an engine runs: dotnet run.
await using var container = await Image.Pull("busybox").Run("sleep", "infinity");
Console.WriteLine($"{container}, and three terminals in it:");

await using var one = await container.OpenTerminalAsync("sh");
await using var two = await container.OpenTerminalAsync("sh");
await using var three = await container.OpenTerminalAsync("sh");
Terminal[] terminals = [one, two, three];

// Talked with at the same time. What comes between what was typed and the next prompt is the answer.
var names = await Task.WhenAll(terminals.Select(async (terminal, i) =>
{
    await terminal.ExpectAsync("# ");
    await terminal.SendLineAsync($"sleep {1001 + i} &");
    await terminal.ExpectAsync("# ");
    await terminal.SendLineAsync("tty");
    await terminal.ExpectAsync("tty\r\n");
    return (await terminal.ExpectAsync("\r\n")).Before;
}));

// The prompt helper does the same in one line: a command, its output, its exit code.
var seen = await Task.WhenAll(terminals.Select(async terminal => (await (await terminal.ShellAsync()).RunAsync("ps ax")).Output));
for (var i = 0; i < terminals.Length; i++)
{
    Console.WriteLine($"\n== terminal {i + 1} is {names[i]} and sees");
    Console.Write(seen[i]);
}

// And one writes on another's screen.
await one.SendLineAsync($"echo 'Hello from {names[0]}' > {names[2]}");
Console.WriteLine($"\n== {names[2]} shows: {(await three.ExpectAsync($"Hello from {names[0]}")).Text}");

foreach (var terminal in terminals) await terminal.SendLineAsync("exit 3");
var codes = await Task.WhenAll(terminals.Select(terminal => terminal.WaitAsync()));
Console.WriteLine($"\n== exit codes: {string.Join(", ", codes)}");

var seeEachOther = names.Distinct().Count() == 3 && seen.All(ps => Enumerable.Range(1001, 3).All(time => ps.Contains($"sleep {time}")));
Console.WriteLine($"== each sees all three: {(seeEachOther ? "yes" : "no")}");
return seeEachOther ? 0 : 1;
