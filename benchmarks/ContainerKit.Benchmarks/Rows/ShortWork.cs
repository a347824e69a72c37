namespace ContainerKit.Benchmarks.Rows;

/// <summary>The kinds of short work.</summary>
internal enum ShortWork
{
    RunAndRemove,
    Exec,
    Output,
}
