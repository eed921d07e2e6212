using System.Collections.Concurrent;

namespace Probetop.Probes.Sampling;

/// <summary>One thread for everything slow: loading, attaching, detaching, names.</summary>
internal sealed class Worker : IDisposable
{
    private const int QueueLength = 256;
    private static readonly TimeSpan LaterDelay = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<Action> _queue = new(QueueLength);
    private readonly Action<Exception> _onError;
    private readonly Thread _thread;
    private Action? _later;
    private long _laterDue;

    /// <summary>Starts the thread; <paramref name="onError"/> gets what an action throws, after which the thread goes on.</summary>
    public Worker(Action<Exception> onError)
    {
        _onError = onError;
        _thread = new Thread(Run) { Name = "worker", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="action"/> in turn; false when it was dropped: the queue is full, or the thread has ended.</summary>
    public bool Post(Action action)
    {
        try
        {
            return _queue.TryAdd(action);
        }
        catch (InvalidOperationException)
        {
            // Ended meanwhile by another thread.
            return false;
        }
    }

    /// <summary>Runs <paramref name="action"/> some seconds from now, instead of one posted so before. From the worker only.</summary>
    public void PostLater(Action action)
    {
        _later = action;
        _laterDue = Environment.TickCount64 + (long)LaterDelay.TotalMilliseconds;
    }

    /// <summary>Ends the thread after everything posted; what was to run later does not.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Run()
    {
        while (!_queue.IsCompleted)
        {
            int waitMs = _later is null ? Timeout.Infinite : (int)Math.Clamp(_laterDue - Environment.TickCount64, 0, int.MaxValue);
            if (_queue.TryTake(out Action? action, waitMs))
            {
                Run(action);
            }
            else if (_later is { } later && Environment.TickCount64 >= _laterDue)
            {
                _later = null;
                Run(later);
            }
        }
    }

    private void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            _onError(error);
        }
    }
}
