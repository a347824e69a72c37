using ContainerKit;

// Three terminals in one container at the same time. Each one starts a process and sees the processes of the others.
// Start it with dotnet run.
await using var container = await Image.Pull("busybox").Run("sleep", "infinity");
Console.WriteLine($"Three terminals in {container}:");

await using var first = await container.OpenTerminalAsync("sh");
await using var second = await container.OpenTerminalAsync("sh");
await using var third = await container.OpenTerminalAsync("sh");
Terminal[] terminals = [first, second, third];

// All three in parallel. The output between the echoed command and the next line end is the response.
var names = await Task.WhenAll(terminals.Select(async (terminal, i) =>
{
    await terminal.ExpectAsync("# ");
    await terminal.SendLineAsync($"sleep {1001 + i} &");
    await terminal.ExpectAsync("# ");
    await terminal.SendLineAsync("tty");
    await terminal.ExpectAsync("tty\r\n");
    return (await terminal.ExpectAsync("\r\n")).Before;
}));

// ShellAsync is simpler: RunAsync returns the output and the exit code of a command.
var processes = await Task.WhenAll(terminals.Select(async terminal =>
    (await (await terminal.ShellAsync()).RunAsync("ps ax")).Output));
for (var i = 0; i < terminals.Length; i++)
{
    Console.WriteLine($"\n== terminal {i + 1} is {names[i]} and sees these processes");
    Console.Write(processes[i]);
}

// One terminal writes to another one.
await first.SendLineAsync($"echo 'Hello from {names[0]}' > {names[2]}");
Console.WriteLine($"\n== {names[2]} shows: {(await third.ExpectAsync($"Hello from {names[0]}")).Text}");

foreach (var terminal in terminals) await terminal.SendLineAsync("exit 3");
var codes = await Task.WhenAll(terminals.Select(terminal => terminal.WaitAsync()));
Console.WriteLine($"\n== exit codes: {string.Join(", ", codes)}");

var seeEachOther = names.Distinct().Count() == 3
    && processes.All(ps => Enumerable.Range(1001, 3).All(seconds => ps.Contains($"sleep {seconds}")));
Console.WriteLine($"== each terminal sees all three processes: {(seeEachOther ? "yes" : "no")}");
return seeEachOther ? 0 : 1;
