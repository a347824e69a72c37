namespace ContainerKit.Exec;

/// <summary>The open target of one redirected output.</summary>
/// <param name="write">Writes bytes.</param>
/// <param name="stream">The stream to flush at the end; null for none.</param>
/// <param name="ownsStream">Indicates whether the stream is closed at the end.</param>
internal sealed class OutputWriter(
    Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, Stream? stream = null, bool ownsStream = false) : IAsyncDisposable
{
    /// <summary>Writes bytes, which are valid until the task has completed.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => write(bytes, cancellationToken);

    /// <summary>Completes the target after the last byte.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => stream?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => ownsStream && stream is not null ? stream.DisposeAsync() : ValueTask.CompletedTask;
}
